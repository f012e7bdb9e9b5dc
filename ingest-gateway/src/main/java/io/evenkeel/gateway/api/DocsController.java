package io.evenkeel.gateway.api;

import io.evenkeel.gateway.problem.ErrorCode;
import io.evenkeel.gateway.problem.Problem;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.swagger.v3.oas.annotations.Hidden;
import java.util.Optional;

/**
 * The description of the interface, a page that shows it, and the pages of the error codes. Open to
 * everybody; everything comes out of memory, and nothing of it from elsewhere.
 */
@Hidden
@Controller
final class DocsController {
  private final DocPages pages;
  private final ProblemResponses problems;

  DocsController(DocPages pages, ProblemResponses problems) {
    this.pages = pages;
    this.problems = problems;
  }

  @Get(
      uri = "/openapi.yaml",
      produces = {"application/yaml", MediaType.ALL})
  HttpResponse<byte[]> description(HttpRequest<?> request) {
    return page(request, "openapi.yaml", pages.description());
  }

  @Get(
      uri = "/docs",
      produces = {MediaType.TEXT_HTML, MediaType.ALL})
  HttpResponse<byte[]> viewer(HttpRequest<?> request) {
    return page(request, "index.html", pages.viewer("index.html"));
  }

  @Get(uri = "/docs/{file}", produces = MediaType.ALL)
  HttpResponse<byte[]> viewerPart(HttpRequest<?> request, String file) {
    return page(request, file, pages.viewer(file));
  }

  @Get(
      uri = "/errors/{id}",
      produces = {"text/markdown", MediaType.ALL})
  HttpResponse<byte[]> error(HttpRequest<?> request, String id) {
    return page(request, "page.md", pages.error(id));
  }

  private HttpResponse<byte[]> page(HttpRequest<?> request, String name, Optional<byte[]> content) {
    if (content.isEmpty()) {
      return problems.response(
          request,
          Problem.of(ErrorCode.PATH_UNKNOWN, "There is no such page; /docs is where to begin."));
    }
    MutableHttpResponse<byte[]> response = HttpResponse.ok(content.get());
    return response
        .contentType(contentType(name))
        .header(HttpHeaders.CACHE_CONTROL, "public, max-age=300")
        .header("X-Content-Type-Options", "nosniff")
        .header("Referrer-Policy", "no-referrer")
        .header("Content-Security-Policy", DocPages.SECURITY_POLICY);
  }

  private static MediaType contentType(String name) {
    return switch (name.substring(name.lastIndexOf('.') + 1)) {
      case "yaml" -> MediaType.of("application/yaml");
      case "html" -> MediaType.of("text/html;charset=utf-8");
      case "css" -> MediaType.of("text/css;charset=utf-8");
      case "js" -> MediaType.of("text/javascript;charset=utf-8");
      default -> MediaType.of("text/markdown;charset=utf-8");
    };
  }
}
