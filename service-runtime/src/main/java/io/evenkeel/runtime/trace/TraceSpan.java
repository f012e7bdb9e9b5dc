package io.evenkeel.runtime.trace;

/**
 * A piece of work that is being timed. Never throws, never waits; after {@link #end} further calls
 * do nothing. Safe for use by many threads.
 */
public interface TraceSpan {
  /** Nothing is recorded. */
  TraceSpan NONE = new NoSpan();

  /** What to hand on to whoever continues the work; {@link TraceContext#NONE} for nothing. */
  TraceContext context();

  /** Whether anybody will see it; where not, there is no need to find out what to {@link #set}. */
  boolean isRecorded();

  /** Says something about the work. */
  TraceSpan set(SpanKey key, String value);

  /** Says something about the work. */
  TraceSpan set(SpanKey key, long value);

  /** Marks the work as failed through no fault of who asked for it. */
  TraceSpan fail();

  /** The work is over. */
  void end();

  /** The span of work that is not recorded. */
  record NoSpan() implements TraceSpan {
    @Override
    public TraceContext context() {
      return TraceContext.NONE;
    }

    @Override
    public boolean isRecorded() {
      return false;
    }

    @Override
    public TraceSpan set(SpanKey key, String value) {
      return this;
    }

    @Override
    public TraceSpan set(SpanKey key, long value) {
      return this;
    }

    @Override
    public TraceSpan fail() {
      return this;
    }

    @Override
    public void end() {}
  }
}
