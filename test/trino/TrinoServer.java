import static io.trino.testing.TestingSession.testSessionBuilder;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.trino.Session;
import io.trino.plugin.memory.MemoryPlugin;
import io.trino.spi.type.TimeZoneKey;
import io.trino.testing.LocalQueryRunner;
import io.trino.testing.MaterializedResult;
import io.trino.testing.MaterializedRow;
import java.io.IOException;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Trino with tables in memory, on a free port of 127.0.0.1, which is the first line of its output. What is posted to
 * /CATALOG is a statement there, in a catalog that is made when it is first named; the answer is a JSON object of
 * columns, types and rows, or of an error.
 */
public class TrinoServer {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String MEMORY = "memory";
  private static final Set<String> CATALOGS = new HashSet<>();

  public static void main(String[] arguments) throws IOException {
    PrintStream out = System.out;
    System.setOut(System.err);
    LocalQueryRunner runner = LocalQueryRunner.create(sessionIn(MEMORY));
    runner.installPlugin(new MemoryPlugin());
    HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", exchange -> answer(runner, exchange));
    server.start();
    out.println(server.getAddress().getPort());
  }

  private static Session sessionIn(String catalog) {
    return testSessionBuilder().setCatalog(catalog).setSchema("default").setTimeZoneKey(TimeZoneKey.UTC_KEY).build();
  }

  private static void answer(LocalQueryRunner runner, HttpExchange exchange) throws IOException {
    String sql = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    String catalog = exchange.getRequestURI().getPath().substring(1);
    if (CATALOGS.add(catalog)) runner.createCatalog(catalog, MEMORY, Map.of());
    byte[] body = JSON.writeValueAsBytes(run(runner, sessionIn(catalog), sql));
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private static Map<String, Object> run(LocalQueryRunner runner, Session session, String sql) {
    try {
      MaterializedResult result = runner.execute(session, sql);
      List<String> types = new ArrayList<>();
      result.getTypes().forEach(type -> types.add(type.getDisplayName()));
      List<Object> rows = new ArrayList<>();
      for (MaterializedRow row : result.getMaterializedRows()) rows.add(plain(row));
      Map<String, Object> answer = new LinkedHashMap<>();
      answer.put("columns", result.getColumnNames());
      answer.put("types", types);
      answer.put("rows", rows);
      return answer;
    } catch (Throwable error) {
      return Map.of("error", String.valueOf(error.getMessage()));
    }
  }

  /** A value as JSON has it: decimals and times as text, rows as arrays. */
  private static Object plain(Object value) {
    if (value instanceof MaterializedRow row) return plain(row.getFields());
    if (value instanceof List<?> list) {
      List<Object> items = new ArrayList<>();
      for (Object item : list) items.add(plain(item));
      return items;
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> members = new LinkedHashMap<>();
      map.forEach((name, member) -> members.put(String.valueOf(name), plain(member)));
      return members;
    }
    if (value instanceof BigDecimal decimal) return decimal.toPlainString();
    if (value instanceof Double number && !Double.isFinite(number)) return number.toString();
    if (value == null || value instanceof Boolean || value instanceof Number) return value;
    if (value instanceof ZonedDateTime time) return time.toLocalDate() + " " + time.toLocalTime() + " " + time.getZone();
    if (value instanceof LocalDateTime time) return time.toLocalDate() + " " + time.toLocalTime();
    return value.toString();
  }
}
