package io.evenkeel.sink.audit;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * Something that does not balance.
 *
 * @param tenant slug; {@link #ALL} where it concerns no particular one, {@code ?} where it is
 *     unknown
 * @param lane {@code live} or {@code backfill}; empty where it concerns none
 * @param job backfill job, empty where there is none
 * @param partition of the topic, null where it concerns none
 * @param amount how much is missing or too much, 1 or more; in what unit the message says
 * @param message one sentence for operators; names no vehicle but by its number
 */
public record Finding(
    String tenant,
    String lane,
    String job,
    @Nullable Integer partition,
    Check check,
    long amount,
    String message) {
  /** Stands for all tenants. */
  public static final String ALL = "*";

  /** By check, then by what it concerns. */
  static final Comparator<Finding> ORDER =
      Comparator.comparing(Finding::check)
          .thenComparing(Finding::tenant)
          .thenComparing(Finding::lane)
          .thenComparing(Finding::job)
          .thenComparingInt(f -> f.partition() == null ? -1 : f.partition());

  static Finding of(Account account, Check check, long amount, String message) {
    return new Finding(
        account.tenant(),
        account.lane(),
        account.job(),
        account.partition(),
        check,
        amount,
        message);
  }

  static Finding ofTenant(String tenant, Check check, long amount, String message) {
    return new Finding(tenant, "", "", null, check, amount, message);
  }

  static Finding ofPartition(String lane, int partition, Check check, long amount, String message) {
    return new Finding(ALL, lane, "", partition, check, amount, message);
  }
}
