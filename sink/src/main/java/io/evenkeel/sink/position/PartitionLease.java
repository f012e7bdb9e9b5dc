package io.evenkeel.sink.position;

import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;

/**
 * This process's right to store one partition, under an epoch that the database gave. The consumer
 * thread queues records and moves the queued position, a writer stores them and moves the stored
 * position; either may find that the lease has ended. Once ended it stays so: a new claim makes a
 * new lease.
 */
public final class PartitionLease {
  private final TopicIdentity topic;
  private final int partition;
  private final long epoch;

  // Only the consumer thread uses these.
  private long queuedOffset;
  private OptionalLong queuedSource;

  private volatile long storedOffset;
  private volatile boolean held = true;

  /**
   * A lease as the database granted it.
   *
   * @param nextOffset where storing goes on
   * @param nextSource offset in the telemetry topic that the next clean record must come from;
   *     empty accepts any
   */
  public PartitionLease(
      TopicIdentity topic, int partition, long epoch, long nextOffset, OptionalLong nextSource) {
    this.topic = topic;
    this.partition = partition;
    this.epoch = epoch;
    this.queuedOffset = nextOffset;
    this.storedOffset = nextOffset;
    this.queuedSource = nextSource;
  }

  /** The topic. */
  public TopicIdentity topic() {
    return topic;
  }

  /** Number of the partition. */
  public int partition() {
    return partition;
  }

  /** The partition as Kafka's client names it. */
  public TopicPartition topicPartition() {
    return new TopicPartition(topic.topic(), partition);
  }

  /** The epoch under which this lease may write. */
  public long epoch() {
    return epoch;
  }

  /** The position after everything queued so far. Consumer thread only. */
  public long queuedOffset() {
    return queuedOffset;
  }

  /** Source offset that the next clean record must have, if known. Consumer thread only. */
  public OptionalLong queuedSource() {
    return queuedSource;
  }

  /** Moves the queued position. Consumer thread only. */
  public void queued(long nextOffset, OptionalLong nextSource) {
    queuedOffset = nextOffset;
    queuedSource = nextSource;
  }

  /** The position up to which everything is committed in the database. */
  public long storedOffset() {
    return storedOffset;
  }

  /** Moves the stored position, after a commit. */
  public void stored(long nextOffset) {
    storedOffset = nextOffset;
  }

  /** Whether this process may still believe that the partition is its own. */
  public boolean isHeld() {
    return held;
  }

  /** Ends the lease. What is queued under it must not be stored any more. */
  public void end() {
    held = false;
  }
}
