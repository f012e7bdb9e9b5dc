package io.evenkeel.gateway.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.gateway.problem.ErrorCode;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.SpecVersion;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.ParseOptions;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class OpenApiTest {
  private static OpenAPI api;

  @BeforeAll
  static void parse() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            OpenApiTest.class.getResourceAsStream("/META-INF/swagger/evenkeel.yml"))) {
      String yaml = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      SwaggerParseResult result =
          new OpenAPIV3Parser().readContents(yaml, null, new ParseOptions());
      assertThat(result.getMessages()).isEmpty();
      api = result.getOpenAPI();
      assertThat(yaml).startsWith("openapi: 3.1.");
    }
  }

  @Test
  void isOpenApi31() {
    assertThat(api.getSpecVersion()).isEqualTo(SpecVersion.V31);
    assertThat(api.getInfo().getTitle()).isEqualTo("Evenkeel ingest gateway");
  }

  @Test
  void describesTheRoutesThatTakeTelemetryAndNoOthers() {
    assertThat(api.getPaths().keySet())
        .containsExactlyInAnyOrder("/v1/telemetry", "/v1/backfill/{job}");
  }

  @Test
  void everyOperationNamesEveryStatus() {
    assertThat(operations())
        .hasSize(2)
        .allSatisfy(operation ->
            assertThat(operation.getResponses().keySet())
                .containsExactlyInAnyOrder(
                    "200", "202", "400", "401", "403", "404", "405", "406", "408", "413", "415",
                    "422", "429", "431", "500", "503"));
  }

  @Test
  void everyStatusOfACodeIsNamed() {
    assertThat(ErrorCode.values())
        .filteredOn(code -> code.status() > 0)
        .allSatisfy(code ->
            assertThat(operations())
                .allSatisfy(operation ->
                    assertThat(operation.getResponses())
                        .containsKey(Integer.toString(code.status()))));
  }

  @Test
  void everyRefusalIsAProblem() {
    assertThat(operations())
        .allSatisfy(operation ->
            operation
                .getResponses()
                .forEach((status, response) -> {
                  boolean taken = status.startsWith("2");
                  String type = taken ? "application/json" : "application/problem+json";
                  assertThat(response.getContent()).containsKey(type);
                  assertThat(at(response.getContent(), type).getSchema().get$ref())
                      .endsWith(taken ? "/Acceptance" : "/Problem");
                }));
  }

  @Test
  void refusalsThatPassSayWhenToComeAgain() {
    assertThat(operations())
        .allSatisfy(operation ->
            assertThat(List.of("429", "503"))
                .allSatisfy(status ->
                    assertThat(at(operation.getResponses(), status).getHeaders())
                        .containsKeys("Retry-After", "RateLimit", "RateLimit-Policy")));
  }

  @Test
  void problemsHaveExactlyTheCodesThatThereAre() {
    Schema<?> problem = at(api.getComponents().getSchemas(), "Problem");

    assertThat(at(problem.getProperties(), "code").getEnum())
        .extracting(Object::toString)
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(ErrorCode.values()).map(ErrorCode::id).toList());
  }

  @Test
  void bodiesHaveTheTypesThatAreReadAndExamples() {
    assertThat(operations())
        .allSatisfy(operation -> {
          assertThat(operation.getRequestBody().getContent())
              .containsKeys("application/json", "application/x-ndjson", "application/x-protobuf");
          assertThat(at(operation.getRequestBody().getContent(), "application/json").getExamples())
              .isNotEmpty();
          assertThat(operation.getParameters())
              .extracting(parameter -> parameter.getName())
              .contains("dry_run", "Content-Encoding")
              .doesNotContain("caller", "mode", "reservation");
          assertThat(operation.getSecurity()).isNotEmpty();
        });
  }

  private static <T> T at(Map<String, ? extends T> map, String key) {
    return Objects.requireNonNull(map.get(key), key);
  }

  private static List<Operation> operations() {
    return api.getPaths().values().stream()
        .flatMap(path -> path.readOperations().stream())
        .toList();
  }
}
