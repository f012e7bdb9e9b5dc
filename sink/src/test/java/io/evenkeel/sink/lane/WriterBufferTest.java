package io.evenkeel.sink.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.model.record.CleanSummary;
import io.evenkeel.sink.BatchLimits;
import io.evenkeel.sink.position.PartitionLease;
import io.evenkeel.sink.position.TopicIdentity;
import io.evenkeel.sink.store.CleanItem;
import io.evenkeel.sink.store.CleanRecord;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class WriterBufferTest {
  private static final Duration NO_WAIT = Duration.ZERO;

  private final WriterBuffer buffer =
      new WriterBuffer(new BatchLimits(10, 20, Duration.ofHours(1), 100, 1_000));
  private final PartitionLease lease = lease(0);
  private final PartitionLease other = lease(1);

  @Test
  void handsOutABatchWithoutWaitingOnceItIsLargeEnough() throws InterruptedException {
    add(lease, 6);
    add(lease, 6);

    assertThat(buffer.take()).hasSize(2);
  }

  @Test
  void handsOutASmallBatchAfterTheLinger() throws InterruptedException {
    WriterBuffer impatient =
        new WriterBuffer(new BatchLimits(10, 20, Duration.ofMillis(1), 100, 1_000));
    impatient.add(item(lease, 1, 1));

    assertThat(impatient.take()).hasSize(1);
  }

  @Test
  void handsOutNoMoreThanABatchAtOnce() throws InterruptedException {
    for (int i = 0; i < 10; i++) {
      add(lease, 6);
    }

    assertThat(buffer.take()).hasSize(4);
  }

  @Test
  void handsOutInOrder() throws InterruptedException {
    List<CleanItem> items = List.of(item(lease, 5, 1), item(other, 5, 2), item(lease, 5, 3));
    items.forEach(buffer::add);

    assertThat(buffer.take()).containsExactlyElementsOf(items);
  }

  @Test
  void countsWhatIsBeingStoredUntilItIsDone() throws InterruptedException {
    add(lease, 12);
    var _ = buffer.take();
    assertThat(buffer.rows()).isEqualTo(12);
    assertThat(buffer.bytes()).isEqualTo(12);

    buffer.done();

    assertThat(buffer.rows()).isZero();
    assertThat(buffer.bytes()).isZero();
  }

  @Test
  void isFullAtItsLimitAndUntilHalfOfItIsGone() throws InterruptedException {
    for (int i = 0; i < 9; i++) {
      add(lease, 11);
    }
    assertThat(buffer.isFull()).isFalse();
    add(lease, 11);
    assertThat(buffer.isFull()).isTrue();
    storeBatch();
    storeBatch();
    assertThat(buffer.rows()).isEqualTo(66);
    assertThat(buffer.isFull()).isTrue();

    storeBatch();

    assertThat(buffer.rows()).isEqualTo(44);
    assertThat(buffer.isFull()).isFalse();
  }

  @Test
  void isFullAtItsLimitOfBytes() {
    buffer.add(
        new CleanItem(lease, 0, 1, new CleanRecord(0, 0, "t", new byte[1_000], summary(1), 1)));

    assertThat(buffer.isFull()).isTrue();
  }

  @Test
  void dropsWhatWaitsOfAReleasedLease() throws InterruptedException {
    add(lease, 6);
    add(other, 11);

    assertThat(buffer.release(List.of(lease), NO_WAIT)).isTrue();

    assertThat(buffer.rows()).isEqualTo(11);
    assertThat(buffer.take()).allMatch(item -> item.lease() == other);
  }

  @Test
  void saysSoWhenAReleasedLeaseIsStillBeingStored() throws InterruptedException {
    add(lease, 12);
    var _ = buffer.take();

    assertThat(buffer.release(List.of(lease), NO_WAIT)).isFalse();
    assertThat(buffer.release(List.of(other), NO_WAIT)).isTrue();
  }

  @Test
  void knowsTheOldestRecordThatItHolds() throws InterruptedException {
    assertThat(buffer.oldestIngestMillis()).isEmpty();
    buffer.add(new CleanItem(lease, 0, 1, null));
    buffer.add(item(lease, 15, 1_000));
    buffer.add(item(lease, 15, 2_000));
    assertThat(buffer.oldestIngestMillis()).hasValue(1_000);
    var _ = buffer.take();
    assertThat(buffer.oldestIngestMillis()).hasValue(1_000);
    buffer.done();
    buffer.add(item(lease, 15, 3_000));
    assertThat(buffer.oldestIngestMillis()).hasValue(3_000);
  }

  @Test
  void handsOutNothingOnceClosed() throws InterruptedException {
    add(lease, 50);

    buffer.close();

    assertThat(buffer.take()).isEmpty();
  }

  private void storeBatch() throws InterruptedException {
    assertThat(buffer.take()).isNotEmpty();
    buffer.done();
  }

  private void add(PartitionLease of, int rows) {
    buffer.add(item(of, rows, 1));
  }

  private static CleanItem item(PartitionLease lease, int rows, long ingestMillis) {
    return new CleanItem(
        lease, 0, 1, new CleanRecord(0, 0, "tenant", new byte[rows], summary(rows), ingestMillis));
  }

  private static CleanSummary summary(int rows) {
    return new CleanSummary(0, 0, rows, rows, 0, 0, List.of());
  }

  private static PartitionLease lease(int partition) {
    return new PartitionLease(
        new TopicIdentity("cluster", new UUID(0, 1), "topic"),
        partition,
        1,
        0,
        OptionalLong.empty());
  }
}
