-- title: Key policy and key state changes
-- question: Who changed the policy, the state or the grants of a KMS key?
-- parameter: key string = '' | id or ARN of the key, or a part of it; empty for every key
-- parameter: since time = 1970-01-01T00:00:00Z | nothing earlier (--since)
-- parameter: until time = 9999-12-31T23:59:59Z | nothing later (--until)
-- parameter: accounts accounts = '' | account ids with commas between them; empty for every account
-- parameter: first_day day = @since | first partition read
-- parameter: last_day day = @until+1d | last partition read; records may be delivered on the day after
-- table: cloudtrail_logs
-- column: time | when the call completed, UTC
-- column: event_name | what was done
-- column: key_id | key as the caller named it
-- column: key_arn | ARN of the key
-- column: error_code | why it failed; empty for a success
-- column: caller | ARN of the caller, or the name where only that is logged; empty for an AWS service
-- column: caller_type | type of identity
-- column: access_key | access key of the session
-- column: invoked_by | AWS service that called, or that called for the caller
-- column: source_ip | address or service the call came from
-- column: user_agent | program that called
-- column: pending_days | days until a scheduled deletion
-- column: grantee | who a grant was given to
-- column: policy | the key policy put
-- column: event_id | id of the event

SELECT
  eventtime AS time,
  eventname AS event_name,
  COALESCE(json_extract_scalar(requestparameters, '$.keyId'), json_extract_scalar(serviceeventdetails, '$.keyId')) AS key_id,
  element_at(resources, 1).arn AS key_arn,
  errorcode AS error_code,
  COALESCE(useridentity.arn, useridentity.username) AS caller,
  useridentity.type AS caller_type,
  useridentity.accesskeyid AS access_key,
  useridentity.invokedby AS invoked_by,
  sourceipaddress AS source_ip,
  useragent AS user_agent,
  json_extract_scalar(requestparameters, '$.pendingWindowInDays') AS pending_days,
  json_extract_scalar(requestparameters, '$.granteePrincipal') AS grantee,
  json_extract_scalar(requestparameters, '$.policy') AS policy,
  eventid AS event_id
FROM cloudtrail_logs
WHERE
  "timestamp" BETWEEN :first_day AND :last_day
  AND account IN (:accounts)
  AND TRY(from_iso8601_timestamp(eventtime)) BETWEEN from_iso8601_timestamp(:since) AND from_iso8601_timestamp(:until)
  AND eventsource = 'kms.amazonaws.com'
  AND eventname IN (
    'CreateKey', 'PutKeyPolicy', 'DisableKey', 'EnableKey', 'ScheduleKeyDeletion', 'CancelKeyDeletion', 'DeleteKey',
    'DeleteImportedKeyMaterial', 'DeleteExpiredKeyMaterial', 'ImportKeyMaterial', 'CreateGrant', 'RevokeGrant',
    'RetireGrant', 'UpdateAlias', 'DeleteAlias'
  )
  AND (
    :key = ''
    OR strpos(COALESCE(json_extract_scalar(requestparameters, '$.keyId'), json_extract_scalar(serviceeventdetails, '$.keyId'), ''), :key) > 0
    OR strpos(COALESCE(element_at(resources, 1).arn, ''), :key) > 0
  )
ORDER BY eventtime, eventid
