-- title: What one session did
-- question: What did one access key do around a time?
-- parameter: access_key string | access key id of the session
-- parameter: around time | the time in question
-- parameter: minutes integer = 60 | how far to look before and after
-- parameter: accounts accounts = '' | account ids with commas between them; empty for every account
-- parameter: first_day day = @around-1d | first partition read
-- parameter: last_day day = @around+2d | last partition read
-- table: cloudtrail_logs
-- column: time | when the call completed, UTC
-- column: event_source | service called
-- column: event_name | what was done
-- column: error_code | why it failed; empty for a success
-- column: caller | ARN of the caller, or the name where only that is logged
-- column: source_ip | address or service the call came from
-- column: user_agent | program that called
-- column: parameters | parameters of the request
-- column: event_id | id of the event

SELECT
  eventtime AS time,
  eventsource AS event_source,
  eventname AS event_name,
  errorcode AS error_code,
  COALESCE(useridentity.arn, useridentity.username) AS caller,
  sourceipaddress AS source_ip,
  useragent AS user_agent,
  requestparameters AS parameters,
  eventid AS event_id
FROM cloudtrail_logs
WHERE
  "timestamp" BETWEEN :first_day AND :last_day
  AND account IN (:accounts)
  AND useridentity.accesskeyid = :access_key
  AND abs(date_diff('second', from_iso8601_timestamp(:around), TRY(from_iso8601_timestamp(eventtime)))) <= :minutes * 60
ORDER BY eventtime, eventid
