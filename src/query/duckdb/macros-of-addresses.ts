const OCTET = '(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])';
const IPV4 = `${OCTET}([.]${OCTET}){3}`;
/** In the one form that Trino writes, so that equal addresses are equal texts. https://www.rfc-editor.org/rfc/rfc5952 */
const IPV6 = '([1-9a-f][0-9a-f]{0,3}|0|:)*:([1-9a-f][0-9a-f]{0,3}|0|:)*';

/** Addresses, which are texts here, and blocks of those of version 4. */
export const ADDRESS_MACROS: readonly string[] = [
  `trino_as_address(value) AS CASE
     WHEN value IS NULL OR regexp_full_match(value, '${IPV4}') THEN value
     WHEN regexp_full_match(value, '${IPV6}') AND NOT regexp_matches(value, '(^|:)0:0(:|$)') THEN value
     ELSE trino_raise('not an IP address in its shortest form: ' || value) END`,
  `trino_number(address) AS list_transform([string_split(address, '.')], octets ->
     CAST(octets[1] AS BIGINT) * 16777216 + CAST(octets[2] AS BIGINT) * 65536 + CAST(octets[3] AS BIGINT) * 256 + CAST(octets[4] AS BIGINT))[1]`,
  `trino_block(block) AS CASE
     WHEN NOT regexp_full_match(block, '${IPV4}/(3[0-2]|[12]?[0-9])')
       THEN trino_raise('the local engine knows blocks of IPv4 addresses: ' || block)
     ELSE list_transform([string_split(block, '/')], parts -> CASE
       WHEN trino_number(parts[1]) % (1::BIGINT << (32 - CAST(parts[2] AS INTEGER))) = 0
         THEN {first: trino_number(parts[1]), size: 1::BIGINT << (32 - CAST(parts[2] AS INTEGER))}
       ELSE trino_raise('not a block, bits are set behind its length: ' || block) END)[1] END`,
  `trino_in_block(block, address) AS CASE
     WHEN NOT regexp_full_match(address, '${IPV4}') THEN trino_block(block).first < 0
     ELSE trino_number(address) - trino_block(block).first BETWEEN 0 AND trino_block(block).size - 1 END`,
];
