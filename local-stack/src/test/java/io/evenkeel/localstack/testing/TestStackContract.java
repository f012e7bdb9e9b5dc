package io.evenkeel.localstack.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.localstack.KafkaProbe;
import io.evenkeel.localstack.SqlProbe;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every test stack promises, whichever it is. */
abstract class TestStackContract {

  /** The stack under test, started before. */
  abstract TestStack stack();

  /** A second one beside it. */
  abstract TestStack another();

  private static String freshTopic() {
    return "contract-" + UUID.randomUUID();
  }

  private KafkaProbe kafka() {
    return new KafkaProbe(stack().bootstrapServers());
  }

  private SqlProbe sql() {
    return new SqlProbe(stack().jdbcUrl(), stack().user(), stack().password());
  }

  @Test
  void recordsComeOutAsTheyWentIn() {
    String topic = freshTopic();
    kafka().createTopic(topic);

    kafka().produce(topic, "one", "two");

    assertThat(kafka().readCommitted(topic)).containsExactly("one", "two");
  }

  @Test
  void recordsOfAnAbortedTransactionAreNotRead() {
    String topic = freshTopic();
    kafka().createTopic(topic);

    kafka().produceInTransaction(topic, false, "aborted");
    kafka().produceInTransaction(topic, true, "committed");

    assertThat(kafka().readCommitted(topic)).containsExactly("committed");
  }

  @Test
  void recordsCarryTheTimeOfTheBroker() {
    String topic = freshTopic();
    kafka().createTopic(topic);

    assertThat(kafka().topicSetting(topic, "message.timestamp.type")).isEqualTo("LogAppendTime");
  }

  @Test
  void topicsAreNotMadeByThemselves() {
    assertThat(kafka().brokerSetting("auto.create.topics.enable")).isEqualTo("false");
  }

  @Test
  void commitsAreForcedToDisk() {
    assertThat(sql().one("SHOW fsync")).isEqualTo("on");
    assertThat(sql().one("SHOW synchronous_commit")).isEqualTo("on");
  }

  @Test
  void theServerIsPostgres18WithUtf8() {
    assertThat(sql().one("SHOW server_version")).startsWith("18.");
    assertThat(sql().one("SHOW server_encoding")).isEqualTo("UTF8");
  }

  @Test
  void eachNewDatabaseIsEmptyAndApart() {
    SqlProbe first = new SqlProbe(stack().createDatabase(), stack().user(), stack().password());
    SqlProbe second = new SqlProbe(stack().createDatabase(), stack().user(), stack().password());

    first.run("CREATE TABLE only_here (n int)");

    assertThat(second.one("SELECT count(*) FROM pg_tables WHERE tablename = 'only_here'"))
        .isEqualTo("0");
  }

  @Test
  void twoStacksAtOnceDoNotCollide() {
    try (TestStack other = another()) {
      String topic = freshTopic();
      kafka().createTopic(topic);

      assertThat(new KafkaProbe(other.bootstrapServers()).topics()).doesNotContain(topic);
      assertThat(other.jdbcUrl()).isNotEqualTo(stack().jdbcUrl());
    }
    assertThat(sql().one("SELECT 1")).isEqualTo("1");
  }
}
