-- title: CloudTrail events that an investigation needs
-- question: Which events could tell when delivery broke, by which change and by whom, with all that they hold?
-- parameter: since time = 1970-01-01T00:00:00Z | nothing earlier (--since)
-- parameter: until time = 9999-12-31T23:59:59Z | nothing later (--until)
-- parameter: accounts accounts = '' | account ids with commas between them; empty for every account
-- parameter: first_day day = @since | first partition read
-- parameter: last_day day = @until+1d | last partition read; records may be delivered on the day after
-- table: cloudtrail_logs
-- column: event_version | eventversion
-- column: event_time | eventtime
-- column: event_source | eventsource
-- column: event_name | eventname
-- column: aws_region | awsregion
-- column: source_ip | sourceipaddress
-- column: user_agent | useragent
-- column: error_code | errorcode
-- column: error_message | errormessage
-- column: request_parameters | requestparameters
-- column: response_elements | responseelements
-- column: additional_event_data | additionaleventdata
-- column: request_id | requestid
-- column: event_id | eventid
-- column: read_only | readonly
-- column: event_type | eventtype
-- column: recipient_account_id | recipientaccountid
-- column: shared_event_id | sharedeventid
-- column: event_category | eventcategory
-- column: identity_type | useridentity.type
-- column: principal_id | useridentity.principalid
-- column: arn | useridentity.arn
-- column: account_id | useridentity.accountid
-- column: access_key_id | useridentity.accesskeyid
-- column: user_name | useridentity.username
-- column: invoked_by | useridentity.invokedby
-- column: mfa_authenticated | useridentity.sessioncontext.attributes.mfaauthenticated
-- column: session_created | useridentity.sessioncontext.attributes.creationdate
-- column: issuer_type | useridentity.sessioncontext.sessionissuer.type
-- column: issuer_principal_id | useridentity.sessioncontext.sessionissuer.principalid
-- column: issuer_arn | useridentity.sessioncontext.sessionissuer.arn
-- column: issuer_account_id | useridentity.sessioncontext.sessionissuer.accountid
-- column: issuer_user_name | useridentity.sessioncontext.sessionissuer.username
-- column: federated_provider | useridentity.sessioncontext.webidfederationdata.federatedprovider
-- column: resource_arn | element_at(resources, 1).arn
-- column: resource_account_id | element_at(resources, 1).accountid
-- column: resource_type | element_at(resources, 1).type
-- column: second_resource_arn | element_at(resources, 2).arn
-- column: second_resource_account_id | element_at(resources, 2).accountid
-- column: second_resource_type | element_at(resources, 2).type
-- column: on_behalf_of | useridentity.onbehalfof.userid
-- column: from_console | sessioncredentialfromconsole
-- column: service_event_details | serviceeventdetails
-- column: client_host | tlsdetails.clientprovidedhostheader
-- column: addendum_reason | addendum.reason
-- column: addendum_fields | addendum.updatedfields
-- column: addendum_request_id | addendum.originalrequestid
-- column: addendum_event_id | addendum.originaleventid

WITH events AS (
  SELECT
    *,
    TRY(from_iso8601_timestamp(eventtime)) AS moment,
    CASE WHEN regexp_like(eventsource, '^(s3|kms|organizations)\.') THEN eventsource ELSE 'other' END AS service,
    (
      -- changes of buckets, keys and organization policies; services in China may go by amazonaws.com.cn
      (
        replace(eventsource, '.com.cn', '.com') = 's3.amazonaws.com'
        AND eventname IN (
          'PutBucketPolicy', 'DeleteBucketPolicy',
          'PutBucketInventoryConfiguration', 'DeleteBucketInventoryConfiguration',
          'PutInventoryConfiguration', 'DeleteInventoryConfiguration',
          'CreateBucket', 'DeleteBucket',
          'PutBucketEncryption', 'DeleteBucketEncryption',
          'PutBucketLifecycle', 'PutBucketLifecycleConfiguration', 'DeleteBucketLifecycle',
          'PutBucketPublicAccessBlock', 'DeleteBucketPublicAccessBlock',
          'PutPublicAccessBlock', 'DeletePublicAccessBlock',
          'PutBucketOwnershipControls', 'DeleteBucketOwnershipControls',
          'PutBucketAcl', 'PutBucketObjectLockConfiguration', 'PutObjectLockConfiguration',
          'PutBucketRequestPayment', 'PutBucketVersioning', 'PutBucketLogging'
        )
      )
      OR (
        replace(eventsource, '.com.cn', '.com') = 'kms.amazonaws.com'
        AND eventname IN (
          'CreateKey', 'PutKeyPolicy', 'DisableKey', 'EnableKey',
          'ScheduleKeyDeletion', 'CancelKeyDeletion', 'DeleteKey',
          'DeleteImportedKeyMaterial', 'DeleteExpiredKeyMaterial', 'ImportKeyMaterial',
          'CreateGrant', 'RevokeGrant', 'RetireGrant'
        )
      )
      OR (
        replace(eventsource, '.com.cn', '.com') = 'organizations.amazonaws.com'
        AND eventname IN ('CreatePolicy', 'UpdatePolicy', 'DeletePolicy', 'AttachPolicy', 'DetachPolicy')
      )
      -- who handed out which credentials
      OR (
        replace(eventsource, '.com.cn', '.com') = 'sts.amazonaws.com'
        AND eventname IN (
          'AssumeRole', 'AssumeRoleWithSAML', 'AssumeRoleWithWebIdentity', 'AssumeRoot',
          'GetFederationToken', 'GetSessionToken'
        )
      )
      OR (replace(eventsource, '.com.cn', '.com') = 'sso.amazonaws.com' AND eventname = 'GetRoleCredentials')
      OR (
        replace(eventsource, '.com.cn', '.com') = 'cloudformation.amazonaws.com'
        AND eventname IN (
          'CreateStack', 'UpdateStack', 'DeleteStack', 'ExecuteChangeSet', 'RollbackStack', 'ContinueUpdateRollback'
        )
      )
      -- manifests written or removed by anybody, what the S3 service writes of a delivery, and whatever a service is refused
      OR (
        replace(eventsource, '.com.cn', '.com') = 's3.amazonaws.com'
        AND eventname IN ('PutObject', 'CopyObject', 'CompleteMultipartUpload', 'DeleteObject')
        AND (
          regexp_like(
            COALESCE(json_extract_scalar(requestparameters, '$.key'), element_at(resources, 1).arn),
            '/manifest\.(json|checksum)$'
          )
          OR (
            useridentity.invokedby = 's3.amazonaws.com'
            AND regexp_like(
              COALESCE(json_extract_scalar(requestparameters, '$.key'), element_at(resources, 1).arn),
              '/data/[^/]*$|/hive/dt=[^/]*/symlink\.txt$'
            )
          )
          OR (useridentity.invokedby IS NOT NULL AND useridentity.arn IS NULL AND errorcode IS NOT NULL)
        )
      )
      -- what stops a trail or changes what it records
      OR (
        replace(eventsource, '.com.cn', '.com') = 'cloudtrail.amazonaws.com'
        AND eventname IN ('StopLogging', 'DeleteTrail', 'UpdateTrail', 'PutEventSelectors')
      )
    ) AS is_wanted
  FROM cloudtrail_logs
  WHERE
    "timestamp" BETWEEN :first_day AND :last_day
    AND account IN (:accounts)
    AND TRY(from_iso8601_timestamp(eventtime)) BETWEEN from_iso8601_timestamp(:since) AND from_iso8601_timestamp(:until)
),
ranked AS (
  -- what is wanted (side 0), and the first event of each hour, of reads and of writes (1), and the last of each day (-1),
  -- by service, which tell what the trail covers: the best-placed row of each group, found while the table is read once
  SELECT
    events.*,
    side,
    ROW_NUMBER() OVER (
      PARTITION BY
        side, recipientaccountid, awsregion, service, substr(eventtime, 1, CASE side WHEN 1 THEN 13 ELSE 10 END),
        CASE side WHEN 0 THEN CAST(uuid() AS varchar) WHEN 1 THEN readonly END
      ORDER BY side * to_unixtime(moment), eventid
    ) AS place
  FROM events
  CROSS JOIN (VALUES (0), (1), (-1)) AS sides(side)
  WHERE (side = 0 AND is_wanted) OR (side <> 0 AND COALESCE(eventcategory, 'Management') = 'Management')
),
kept AS (
  -- the first event of an hour may be the last of the day
  SELECT
    ranked.*,
    ROW_NUMBER() OVER (PARTITION BY side = 0, eventid ORDER BY side) AS copy
  FROM ranked
  WHERE place = 1 AND (side = 0 OR NOT COALESCE(is_wanted, false))
)
SELECT
  eventversion AS event_version,
  eventtime AS event_time,
  eventsource AS event_source,
  eventname AS event_name,
  awsregion AS aws_region,
  sourceipaddress AS source_ip,
  useragent AS user_agent,
  errorcode AS error_code,
  errormessage AS error_message,
  requestparameters AS request_parameters,
  responseelements AS response_elements,
  additionaleventdata AS additional_event_data,
  requestid AS request_id,
  eventid AS event_id,
  readonly AS read_only,
  eventtype AS event_type,
  recipientaccountid AS recipient_account_id,
  sharedeventid AS shared_event_id,
  eventcategory AS event_category,
  useridentity.type AS identity_type,
  useridentity.principalid AS principal_id,
  useridentity.arn AS arn,
  useridentity.accountid AS account_id,
  useridentity.accesskeyid AS access_key_id,
  useridentity.username AS user_name,
  useridentity.invokedby AS invoked_by,
  useridentity.sessioncontext.attributes.mfaauthenticated AS mfa_authenticated,
  useridentity.sessioncontext.attributes.creationdate AS session_created,
  useridentity.sessioncontext.sessionissuer.type AS issuer_type,
  useridentity.sessioncontext.sessionissuer.principalid AS issuer_principal_id,
  useridentity.sessioncontext.sessionissuer.arn AS issuer_arn,
  useridentity.sessioncontext.sessionissuer.accountid AS issuer_account_id,
  useridentity.sessioncontext.sessionissuer.username AS issuer_user_name,
  useridentity.sessioncontext.webidfederationdata.federatedprovider AS federated_provider,
  element_at(resources, 1).arn AS resource_arn,
  element_at(resources, 1).accountid AS resource_account_id,
  element_at(resources, 1).type AS resource_type,
  element_at(resources, 2).arn AS second_resource_arn,
  element_at(resources, 2).accountid AS second_resource_account_id,
  element_at(resources, 2).type AS second_resource_type,
  useridentity.onbehalfof.userid AS on_behalf_of,
  sessioncredentialfromconsole AS from_console,
  serviceeventdetails AS service_event_details,
  tlsdetails.clientprovidedhostheader AS client_host,
  addendum.reason AS addendum_reason,
  addendum.updatedfields AS addendum_fields,
  addendum.originalrequestid AS addendum_request_id,
  addendum.originaleventid AS addendum_event_id
FROM kept
WHERE side = 0 OR copy = 1
ORDER BY eventtime, eventid
