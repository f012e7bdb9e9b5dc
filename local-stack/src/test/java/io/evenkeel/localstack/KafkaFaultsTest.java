package io.evenkeel.localstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.common.utils.Exit;
import org.junit.jupiter.api.Test;

class KafkaFaultsTest {

  @Test
  void aFatalFaultOfTheBrokerIsReportedAndDoesNotEndTheProcess() {
    List<String> faults = new ArrayList<>();
    Consumer<String> listener = faults::add;
    KafkaFaults.listen(listener);
    try {
      assertThatThrownBy(() -> Exit.halt(1, "all log directories have failed"))
          .isInstanceOf(KafkaFaults.FatalFault.class);
      assertThatThrownBy(() -> Exit.exit(3)).isInstanceOf(KafkaFaults.FatalFault.class);
    } finally {
      KafkaFaults.forget(listener);
    }
    assertThat(faults).containsExactly("all log directories have failed (status 1)", "status 3");
  }
}
