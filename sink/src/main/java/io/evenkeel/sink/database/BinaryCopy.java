package io.evenkeel.sink.database;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Rows on their way into a table by {@code COPY … FROM STDIN (FORMAT BINARY)}: per row {@link
 * #row}, then one call for each column in order. The format is in PostgreSQL's documentation of
 * COPY. Closing without {@link #end} cancels. Not thread-safe.
 */
public final class BinaryCopy implements AutoCloseable {
  private static final byte[] HEADER = {
    'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0, 0, 0, 0, 0, 0, 0, 0, 0
  };
  private static final int BUFFER_BYTES = 64 << 10;
  // Longest value written in one piece: length and a UUID.
  private static final int PIECE_BYTES = 20;
  private static final long POSTGRES_EPOCH_MILLIS = 946_684_800_000L;
  private static final byte JSONB_VERSION = 1;

  private final CopyIn copy;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);

  /**
   * Begins a COPY in the connection's transaction.
   *
   * @param sql the COPY statement
   */
  public BinaryCopy(Connection connection, String sql) throws SQLException {
    this.copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(sql);
    buffer.put(HEADER);
  }

  /** The statement that copies into columns of a table, all of them quoted where need be. */
  public static String statement(String table, Iterable<String> columns) {
    return "COPY " + table + " (" + String.join(", ", columns) + ") FROM STDIN (FORMAT BINARY)";
  }

  /** Begins a row. */
  public void row(int columns) throws SQLException {
    reserve(Short.BYTES);
    buffer.putShort((short) columns);
  }

  /** A column without a value. */
  public void putNull() throws SQLException {
    reserve(Integer.BYTES);
    buffer.putInt(-1);
  }

  /** A {@code bigint}. */
  public void putLong(long value) throws SQLException {
    reserve(PIECE_BYTES);
    buffer.putInt(Long.BYTES).putLong(value);
  }

  /** An {@code integer}. */
  public void putInt(int value) throws SQLException {
    reserve(PIECE_BYTES);
    buffer.putInt(Integer.BYTES).putInt(value);
  }

  /** A {@code double precision}, bit by bit. */
  public void putDouble(double value) throws SQLException {
    reserve(PIECE_BYTES);
    buffer.putInt(Double.BYTES).putDouble(value);
  }

  /** A {@code boolean}. */
  public void putBoolean(boolean value) throws SQLException {
    reserve(PIECE_BYTES);
    buffer.putInt(1).put((byte) (value ? 1 : 0));
  }

  /**
   * A {@code timestamptz}.
   *
   * @throws ArithmeticException if the time lies beyond what a timestamp can be
   */
  public void putTime(long unixMillis) throws SQLException {
    putLong(Math.multiplyExact(Math.subtractExact(unixMillis, POSTGRES_EPOCH_MILLIS), 1000L));
  }

  /** A {@code uuid}. */
  public void putUuid(long high, long low) throws SQLException {
    reserve(PIECE_BYTES);
    buffer.putInt(2 * Long.BYTES).putLong(high).putLong(low);
  }

  /** A {@code text}. */
  public void putText(String value) throws SQLException {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    reserve(Integer.BYTES);
    buffer.putInt(bytes.length);
    putBytes(bytes, bytes.length);
  }

  /** A {@code jsonb} from the first {@code length} bytes of a JSON text in UTF-8. */
  public void putJson(byte[] json, int length) throws SQLException {
    reserve(Integer.BYTES + 1);
    buffer.putInt(length + 1).put(JSONB_VERSION);
    putBytes(json, length);
  }

  /** Ends the COPY and returns the number of rows. */
  public long end() throws SQLException {
    reserve(Short.BYTES);
    buffer.putShort((short) -1);
    flush();
    return copy.endCopy();
  }

  @Override
  public void close() throws SQLException {
    if (copy.isActive()) {
      copy.cancelCopy();
    }
  }

  private void putBytes(byte[] bytes, int length) throws SQLException {
    if (length > buffer.remaining()) {
      flush();
    }
    if (length > buffer.remaining()) {
      copy.writeToCopy(bytes, 0, length);
    } else {
      buffer.put(bytes, 0, length);
    }
  }

  private void reserve(int bytes) throws SQLException {
    if (buffer.remaining() < bytes) {
      flush();
    }
  }

  private void flush() throws SQLException {
    copy.writeToCopy(buffer.array(), 0, buffer.position());
    buffer.clear();
  }
}
