package io.evenkeel.runtime.trace;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import java.util.List;

/**
 * Records a trace that begins with links if one of them is recorded: whether a batch is seen was
 * decided where its records came from, and chance must not decide again.
 */
final class LinkedSampler implements Sampler {
  private final Sampler others;

  /**
   * A sampler.
   *
   * @param others decides about all other spans
   */
  LinkedSampler(Sampler others) {
    this.others = others;
  }

  @Override
  public SamplingResult shouldSample(
      Context parent,
      String traceId,
      String name,
      SpanKind kind,
      Attributes attributes,
      List<LinkData> links) {
    if (links.isEmpty() || Span.fromContext(parent).getSpanContext().isValid()) {
      return others.shouldSample(parent, traceId, name, kind, attributes, links);
    }
    return links.stream().anyMatch(link -> link.getSpanContext().isSampled())
        ? SamplingResult.recordAndSample()
        : SamplingResult.drop();
  }

  @Override
  public String getDescription() {
    return "LinkedSampler{" + others.getDescription() + "}";
  }
}
