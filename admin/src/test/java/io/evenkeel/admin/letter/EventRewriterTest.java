package io.evenkeel.admin.letter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventRewriterTest {
  private static final long RECEIVED = 1_000_000;

  @Test
  void bringsAnEventOntoOneLineAndKeepsNamesValuesAndOrder() throws IOException {
    assertThat(
            rewrite(
                """
                { "vehicle" : "V1",
                  "ts": 12, "signals": {"a\\u00e9": 1.50, "b": [1, {"c": null}], "n": 1e400},
                  "seq": 9007199254740993 }
                """,
                "other"))
        .isEqualTo(
            "{\"vehicle\":\"V1\",\"ts\":12,\"signals\":{\"aé\":1.50,\"b\":[1,{\"c\":null}],\"n\":1E+400},\"seq\":9007199254740993}");
  }

  @Test
  void namesTheVehicleOfTheBatchWhereTheEventNamesNone() throws IOException {
    assertThat(rewrite("{\"time\":1}", "V2")).isEqualTo("{\"time\":1,\"vehicle\":\"V2\"}");
    assertThat(rewrite("{\"time\":1}", null)).isEqualTo("{\"time\":1}");
  }

  @Test
  void turnsAnAgeIntoTheTimeThatItMeant() throws IOException {
    assertThat(rewrite("{\"age_ms\":1500,\"seq\":1}", null))
        .isEqualTo("{\"seq\":1,\"time\":998500}");
  }

  @Test
  void leavesAnAgeBesideATimeForTheGatewayToJudge() throws IOException {
    assertThat(rewrite("{\"age_ms\":1500,\"time\":7}", null))
        .isEqualTo("{\"time\":7,\"age_ms\":1500}");
  }

  @Test
  void keepsAMemberThatStandsTwice() throws IOException {
    assertThat(rewrite("{\"seq\":1,\"seq\":2}", null)).isEqualTo("{\"seq\":1,\"seq\":2}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "7", "{\"a\":", "{} {}", "{\"a\":1}x", "{\"signals\":{}"})
  void refusesWhatIsNotOneObject(String text) {
    assertThatThrownBy(() -> rewrite(text, null)).isInstanceOf(IOException.class);
  }

  private static String rewrite(String event, @Nullable String vehicle) throws IOException {
    return new String(EventRewriter.rewrite(event.getBytes(UTF_8), vehicle, RECEIVED), UTF_8);
  }
}
