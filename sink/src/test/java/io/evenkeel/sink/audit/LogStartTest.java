package io.evenkeel.sink.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.sink.audit.DatabaseCut.LogPosition;
import io.evenkeel.sink.audit.LogStart.Kind;
import io.evenkeel.sink.audit.TopicReader.Range;
import org.junit.jupiter.api.Test;

class LogStartTest {
  private static final Range WHOLE = new Range(0, 100);
  private static final Range CUT = new Range(40, 100);

  @Test
  void beginsWithTheLogWhereTheBooksDidToo() {
    assertThat(LogStart.of(null, 60, WHOLE, false).kind()).isEqualTo(Kind.BEGINNING);
  }

  @Test
  void takesTheBooksOverWhereTheLogHasLostItsBeginning() {
    assertThat(LogStart.of(null, 60, CUT, false).kind()).isEqualTo(Kind.BOOKS);
  }

  @Test
  void takesTheBooksOverWhereTheyHoldAnotherTopicsEvents() {
    assertThat(LogStart.of(null, 60, WHOLE, true).kind()).isEqualTo(Kind.BOOKS);
  }

  @Test
  void takesTheBooksOverWhereTheLogWentOnUncountedForTooLong() {
    LogStart start = LogStart.of(new LogPosition(0, 30), 60, CUT, false);

    assertThat(start.kind()).isEqualTo(Kind.BOOKS);
    assertThat(start.note()).contains("30");
  }

  @Test
  void needsNoRecordWhereTheCountIsAtTheCut() {
    LogStart start = LogStart.of(new LogPosition(0, 30), 30, CUT, false);

    assertThat(start.kind()).isEqualTo(Kind.KNOWN);
    assertThat(start.sign(50, 30)).isZero();
  }

  @Test
  void addsUpToTheCutAndTakesBackBeyondIt() {
    LogStart behind = LogStart.of(new LogPosition(0, 50), 60, CUT, false);
    LogStart ahead = LogStart.of(new LogPosition(0, 60), 50, CUT, false);

    assertThat(behind.sign(49, 60)).isZero();
    assertThat(behind.sign(50, 60)).isEqualTo(1);
    assertThat(behind.sign(60, 60)).isZero();
    assertThat(ahead.sign(49, 50)).isZero();
    assertThat(ahead.sign(59, 50)).isEqualTo(-1);
    assertThat(ahead.sign(60, 50)).isZero();
  }
}
