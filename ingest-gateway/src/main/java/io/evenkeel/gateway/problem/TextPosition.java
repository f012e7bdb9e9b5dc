package io.evenkeel.gateway.problem;

/**
 * A place in a decoded body.
 *
 * @param line from 1
 * @param column from 1, in bytes
 * @param byteOffset from 0
 */
public record TextPosition(int line, int column, long byteOffset) {
  @Override
  public String toString() {
    return "line " + line + ", column " + column + " (byte " + byteOffset + ")";
  }
}
