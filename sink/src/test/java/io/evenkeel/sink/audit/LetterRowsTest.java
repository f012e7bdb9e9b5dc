package io.evenkeel.sink.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.sink.audit.LetterAudit.Letter;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LetterRowsTest {
  private static final TenantStage REFUSED = new TenantStage("acme", "gateway");

  @Test
  void agreesWhereEachRecordHasItsRow() {
    assertThat(compare(List.of(10L, 11L, 12L), Map.of())).isEmpty();
  }

  @Test
  void namesTenantAndStageOfALetterWithoutRow() {
    assertThat(compare(List.of(10L, 12L), Map.of()))
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.tenant()).isEqualTo("acme");
          assertThat(finding.amount()).isEqualTo(1);
          assertThat(finding.message()).contains("gateway");
        });
  }

  @Test
  void expectsNoRowOfWhatIsOlderThanTheRowsThatAgeLeft() {
    assertThat(compare(List.of(12L), Map.of(REFUSED, new Removed(2, 0)))).isEmpty();
    assertThat(compare(List.of(10L, 12L), Map.of(REFUSED, new Removed(2, 0)))).hasSize(1);
  }

  @Test
  void expectsAsManyRowsLessAsWereErased() {
    assertThat(compare(List.of(10L, 12L), Map.of(REFUSED, new Removed(0, 1)))).isEmpty();
    assertThat(compare(List.of(10L), Map.of(REFUSED, new Removed(0, 1)))).hasSize(1);
  }

  @Test
  void findsARowWithoutRecord() {
    assertThat(compare(List.of(10L, 11L, 12L, 13L), Map.of())).hasSize(1);
  }

  private static List<Finding> compare(List<Long> rows, Map<TenantStage, Removed> removed) {
    List<Letter> letters =
        LongStream.range(10, 13).mapToObj(o -> new Letter(o, "acme", "gateway")).toList();
    return LetterRows.compare(0, letters, rows, removed);
  }
}
