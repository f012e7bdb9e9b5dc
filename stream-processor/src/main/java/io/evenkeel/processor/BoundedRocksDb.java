package io.evenkeel.processor;

import java.util.Map;
import java.util.Objects;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.jspecify.annotations.Nullable;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBufferManager;

/**
 * Puts all state stores of the JVM under one bound: a shared block cache that write buffers and
 * indexes are charged to. By default each of the many stores would take up to 100 MB of its own.
 *
 * <p>The shared parts are static because Kafka Streams makes an object of this class for each store
 * and offers no other place; they live as long as the JVM. Public for the same reason.
 */
public final class BoundedRocksDb implements RocksDBConfigSetter {
  /** Config key: bytes of memory for all stores; the first store of the JVM decides. */
  static final String MEMORY_BYTES = "evenkeel.rocksdb.memory.bytes";

  private static final int WRITE_BUFFER_BYTES = 4 << 20;
  private static final int WRITE_BUFFERS_MAX = 2;

  private static @Nullable Shared shared;

  @Override
  public void setConfig(String storeName, Options options, Map<String, Object> configs) {
    Shared memory = shared((Long) Objects.requireNonNull(configs.get(MEMORY_BYTES)));
    BlockBasedTableConfig table = (BlockBasedTableConfig) options.tableFormatConfig();
    table.setBlockCache(memory.cache);
    table.setCacheIndexAndFilterBlocks(true);
    table.setCacheIndexAndFilterBlocksWithHighPriority(true);
    table.setPinTopLevelIndexAndFilter(true);
    options.setTableFormatConfig(table);
    options.setWriteBufferManager(memory.writeBuffers);
    options.setWriteBufferSize(WRITE_BUFFER_BYTES);
    options.setMaxWriteBufferNumber(WRITE_BUFFERS_MAX);
  }

  /** Leaves the shared parts open for the other stores. */
  @Override
  public void close(String storeName, Options options) {}

  private static synchronized Shared shared(long bytes) {
    if (shared == null) {
      RocksDB.loadLibrary();
      Cache cache = new LRUCache(bytes, -1, false, 0.1);
      shared = new Shared(cache, new WriteBufferManager(bytes / 2, cache));
    }
    return shared;
  }

  private record Shared(Cache cache, WriteBufferManager writeBuffers) {}
}
