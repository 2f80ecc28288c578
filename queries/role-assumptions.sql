-- title: Who assumed a role
-- question: Who assumed a role, from where, and which session did they get?
-- parameter: role string = '' | ARN of the role, or a part of it; empty for every role but those that only AWS services take
-- parameter: session string = '' | access key or name of the session handed out; empty for every session
-- parameter: since time = 1970-01-01T00:00:00Z | nothing earlier (--since)
-- parameter: until time = 9999-12-31T23:59:59Z | nothing later (--until)
-- parameter: accounts accounts = '' | account ids with commas between them; empty for every account
-- parameter: first_day day = @since | first partition read
-- parameter: last_day day = @until+1d | last partition read; records may be delivered on the day after
-- table: cloudtrail_logs
-- column: time | when the call completed, UTC
-- column: event_name | AssumeRole, AssumeRoleWithSAML or AssumeRoleWithWebIdentity
-- column: role | ARN of the role asked for
-- column: session_name | name that the caller chose
-- column: session_access_key | access key of the new session
-- column: error_code | why it failed; empty for a success
-- column: caller | ARN of the caller
-- column: caller_name | name of a user of an identity provider
-- column: invoked_by | AWS service that called, or that called for the caller
-- column: principal_id | principal of the caller
-- column: access_key | access key of the caller
-- column: source_ip | address or service the call came from
-- column: user_agent | program that called
-- column: shared_event_id | the same for copies in other accounts
-- column: event_id | id of the event

SELECT
  eventtime AS time,
  eventname AS event_name,
  json_extract_scalar(requestparameters, '$.roleArn') AS role,
  json_extract_scalar(requestparameters, '$.roleSessionName') AS session_name,
  json_extract_scalar(responseelements, '$.credentials.accessKeyId') AS session_access_key,
  errorcode AS error_code,
  useridentity.arn AS caller,
  useridentity.username AS caller_name,
  useridentity.invokedby AS invoked_by,
  useridentity.principalid AS principal_id,
  useridentity.accesskeyid AS access_key,
  sourceipaddress AS source_ip,
  useragent AS user_agent,
  sharedeventid AS shared_event_id,
  eventid AS event_id
FROM cloudtrail_logs
WHERE
  "timestamp" BETWEEN :first_day AND :last_day
  AND account IN (:accounts)
  AND TRY(from_iso8601_timestamp(eventtime)) BETWEEN from_iso8601_timestamp(:since) AND from_iso8601_timestamp(:until)
  AND eventsource = 'sts.amazonaws.com'
  AND eventname IN ('AssumeRole', 'AssumeRoleWithSAML', 'AssumeRoleWithWebIdentity')
  AND (
    (:role = '' AND strpos(COALESCE(json_extract_scalar(requestparameters, '$.roleArn'), ''), ':role/aws-service-role/') = 0)
    OR (:role <> '' AND strpos(json_extract_scalar(requestparameters, '$.roleArn'), :role) > 0)
  )
  AND (
    :session = ''
    OR json_extract_scalar(responseelements, '$.credentials.accessKeyId') = :session
    OR json_extract_scalar(requestparameters, '$.roleSessionName') = :session
  )
ORDER BY eventtime, eventid
