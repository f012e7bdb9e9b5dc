// Shows the description that the gateway serves itself; no validator and no other service is asked.
window.addEventListener("load", function () {
  SwaggerUIBundle({
    url: "openapi.yaml",
    dom_id: "#swagger-ui",
    deepLinking: true,
    validatorUrl: null
  });
});
