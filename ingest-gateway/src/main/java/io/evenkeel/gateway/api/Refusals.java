package io.evenkeel.gateway.api;

import io.evenkeel.gateway.admission.Admission;
import io.evenkeel.gateway.admission.CellRate;
import io.evenkeel.gateway.admission.Policy;
import io.evenkeel.gateway.admission.RefusalConfig;
import io.evenkeel.gateway.admission.TenantRates;
import io.evenkeel.gateway.letter.DeadLetter;
import io.evenkeel.gateway.letter.LetterBox;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;

/**
 * Keeps what is refused for good, as far as the tenant's rate goes. Safe for use by many threads.
 */
public final class Refusals {
  private final LetterBox letterBox;
  private final CellRate rate;
  private final TenantRates rates;
  private final LongSupplier nanoClock;
  private final Counter throttled;

  /**
   * With a full bucket for everybody.
   *
   * @param nanoClock monotonic
   */
  public Refusals(
      LetterBox letterBox, RefusalConfig config, LongSupplier nanoClock, MeterRegistry registry) {
    this.letterBox = letterBox;
    this.rates = new TenantRates(nanoClock.getAsLong());
    this.rate = config.rate();
    this.nanoClock = nanoClock;
    this.throttled =
        Counter.builder("evenkeel.gateway.refusals.throttled")
            .description(
                "Refused events and bodies that were not kept, because there were too many")
            .register(registry);
    Gauge.builder("evenkeel.gateway.refusals.tenants", rates, TenantRates::size)
        .description("Tenants that were refused something lately")
        .strongReference(true)
        .register(registry);
  }

  /**
   * Decides before anything is sent, and charges the tenant for what is kept.
   *
   * @param refused number of events, or 1 for a whole body
   */
  Keeping decide(Sender sender, int refused) {
    if (refused == 0 || sender.mode() != SendMode.NORMAL) {
      return new Keeping.NotKept();
    }
    String tenant = sender.caller().tenant();
    long nowNanos = nanoClock.getAsLong();
    return switch (rates.decide(tenant, rate, refused, nowNanos)) {
      case Admission.Admitted admitted -> new Keeping.Kept();
      case Admission.Throttled(var wait) -> {
        throttled.increment(refused);
        int level = rate.level(rates.fullAtNanos(tenant, rate, nowNanos), nowNanos);
        yield new Keeping.Throttled(Policy.TENANT_REFUSALS.quota(rate, level, wait));
      }
    };
  }

  /** Hands letters to the log; see {@link LetterBox#keep}. */
  CompletionStage<BitSet> keep(List<DeadLetter> letters) {
    return letterBox.keep(letters);
  }
}
