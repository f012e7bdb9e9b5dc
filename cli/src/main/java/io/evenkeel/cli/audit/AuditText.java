package io.evenkeel.cli.audit;

import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.ColumnData;
import com.github.freva.asciitable.HorizontalAlign;
import io.evenkeel.sink.audit.AuditReport;
import io.evenkeel.sink.audit.AuditReport.LaneAccount;
import io.evenkeel.sink.audit.AuditReport.TenantAccounts;
import io.evenkeel.sink.audit.Finding;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** A report for people and for scripts. Pure. */
final class AuditText {
  /** Puts the cursor into the corner of an empty screen. */
  static final String CLEAR_SCREEN = "\u001b[H\u001b[2J";

  private static final int MESSAGE_CHARACTERS_MAX = 100;

  private AuditText() {}

  /** Accounts, findings if there are any, and one line that sums up. */
  static String table(AuditReport report) {
    StringBuilder text = new StringBuilder();
    if (!report.tenants().isEmpty()) {
      text.append(accounts(report)).append('\n');
    }
    if (!report.findings().isEmpty()) {
      text.append(findings(report)).append('\n');
    }
    report.notes().forEach(note -> text.append("Note: ").append(note).append('\n'));
    return text.append(verdict(report)).toString();
  }

  /** Everything in one line. */
  static String line(AuditReport report) {
    return "%s %s accepted %,d stored %,d duplicates %,d dead %,d in flight %,d findings %,d (%.1f s)"
        .formatted(
            report.cutAt().truncatedTo(ChronoUnit.SECONDS),
            report.balanced() ? "balanced    " : "NOT BALANCED",
            sum(report, LaneAccount::accepted),
            sum(report, LaneAccount::stored),
            sum(report, LaneAccount::duplicates),
            sum(report, LaneAccount::dead),
            sum(report, LaneAccount::inFlight),
            report.findings().size(),
            report.seconds());
  }

  /** As values for JSON. */
  static Map<String, Object> json(AuditReport report) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("balanced", report.balanced());
    json.put("events", report.events());
    json.put("seconds", report.seconds());
    json.put("cut_at", report.cutAt().toString());
    json.put("tenants", report.tenants().stream().map(AuditText::tenant).toList());
    json.put("findings", report.findings().stream().map(AuditText::finding).toList());
    json.put("notes", report.notes());
    return json;
  }

  private static String verdict(AuditReport report) {
    String figures =
        "%,d events compared in %.1f s as of %s"
            .formatted(
                report.events(), report.seconds(), report.cutAt().truncatedTo(ChronoUnit.MILLIS));
    return report.balanced()
        ? "Everything balances: " + figures
        : "%,d findings: something is missing or too much; %s"
            .formatted(report.findings().size(), figures);
  }

  private static String accounts(AuditReport report) {
    List<Row> rows = new ArrayList<>();
    for (TenantAccounts tenant : report.tenants()) {
      tenant.lanes().forEach(lane -> rows.add(new Row(tenant.tenant(), lane, null)));
      rows.add(new Row(tenant.tenant(), null, tenant));
    }
    return AsciiTable.getTable(
        rows,
        List.of(
            text("tenant", Row::tenant),
            text("lane", row -> row.lane() == null ? "" : row.lane().lane()),
            text("job", row -> row.lane() == null ? "" : row.lane().job()),
            lane("accepted", LaneAccount::accepted),
            lane("stored", LaneAccount::stored),
            lane("duplicates", LaneAccount::duplicates),
            lane("dead", LaneAccount::dead),
            lane("in flight", LaneAccount::inFlight),
            rows("present", TenantAccounts::present),
            rows("expired", TenantAccounts::expired),
            rows("erased", TenantAccounts::erased),
            rows("refused", TenantAccounts::refused)));
  }

  private static String findings(AuditReport report) {
    return AsciiTable.getTable(
        report.findings(),
        List.of(
            new Column().header("check").with((Finding f) -> f.check().id()),
            new Column().header("tenant").with(Finding::tenant),
            new Column().header("lane").with(Finding::lane),
            new Column().header("job").with(Finding::job),
            new Column()
                .header("partition")
                .dataAlign(HorizontalAlign.RIGHT)
                .with(f -> f.partition() == null ? "" : f.partition().toString()),
            new Column()
                .header("amount")
                .dataAlign(HorizontalAlign.RIGHT)
                .with(f -> "%,d".formatted(f.amount())),
            new Column()
                .header("finding")
                .dataAlign(HorizontalAlign.LEFT)
                .maxWidth(MESSAGE_CHARACTERS_MAX)
                .with(Finding::message)));
  }

  private static ColumnData<Row> text(String header, Function<Row, String> value) {
    return new Column().header(header).dataAlign(HorizontalAlign.LEFT).with(value);
  }

  private static ColumnData<Row> lane(String header, ToLongFunction<LaneAccount> value) {
    return number(
        header, row -> row.lane() == null ? "" : "%,d".formatted(value.applyAsLong(row.lane())));
  }

  private static ColumnData<Row> rows(String header, ToLongFunction<TenantAccounts> value) {
    return number(
        header, row -> row.rows() == null ? "" : "%,d".formatted(value.applyAsLong(row.rows())));
  }

  private static ColumnData<Row> number(String header, Function<Row, String> value) {
    return new Column().header(header).dataAlign(HorizontalAlign.RIGHT).with(value);
  }

  private static long sum(AuditReport report, ToLongFunction<LaneAccount> value) {
    return report.tenants().stream()
        .flatMap(tenant -> tenant.lanes().stream())
        .mapToLong(value)
        .sum();
  }

  private static Map<String, Object> tenant(TenantAccounts tenant) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("tenant", tenant.tenant());
    json.put("lanes", tenant.lanes());
    json.put("present", tenant.present());
    json.put("expired", tenant.expired());
    json.put("erased", tenant.erased());
    json.put("refused", tenant.refused());
    return json;
  }

  private static Map<String, @Nullable Object> finding(Finding finding) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("tenant", finding.tenant());
    json.put("lane", finding.lane());
    json.put("job", finding.job());
    json.put("partition", finding.partition());
    json.put("check", finding.check().id());
    json.put("amount", finding.amount());
    json.put("message", finding.message());
    return json;
  }

  /** A line of the table: of a lane and job, or of a tenant's rows. */
  private record Row(String tenant, @Nullable LaneAccount lane, @Nullable TenantAccounts rows) {}
}
