package io.evenkeel.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The images are what the manifests take them for. */
class ImageTest {

  @ParameterizedTest
  @ValueSource(strings = {"ingest-gateway", "stream-processor", "sink"})
  void imageRunsTheServiceAndNamesItsPorts(String module) {
    String pom = module + "/pom.xml";

    assertThat(mainClass(pom)).isPublic().hasDeclaredMethods("main");
    assertThat(Poms.jib(pom, "//port").stream().map(Integer::valueOf))
        .containsExactlyInAnyOrderElementsOf(Ports.of(module).values());
    assertThat(Poms.ask(pom, "/project/properties/jib.skip")).containsExactly("false");
  }

  @Test
  void imageOfTheCommandHasItOnThePath() {
    assertThat(Poms.jib("cli/pom.xml", "//mainClass")).containsExactly("io.evenkeel.cli.Evenkeel");
    assertThat(Repository.text("cli/src/main/jib/usr/local/bin/evenkeel"))
        .contains("io.evenkeel.cli.Evenkeel", "@/app/jib-classpath-file");
    assertThat(Poms.jib("cli/pom.xml", "//permission/file"))
        .containsExactly("/usr/local/bin/evenkeel");
  }

  @Test
  void userIsTheOneOfTheManifests() {
    assertThat(Poms.jib("pom.xml", "/container/user")).containsExactly("10001:10001");
  }

  @Test
  void virtualMachineGetsTheFlagsOfTheLauncher() {
    String launcher = Repository.text("evenkeel");
    List<String> flags = Poms.jib("pom.xml", "//jvmFlag");

    assertThat(flags).contains("-XX:MaxRAMPercentage=50", "-XX:+ExitOnOutOfMemoryError");
    assertThat(
            Stream.of(
                "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"))
        .allSatisfy(flag -> {
          assertThat(launcher).contains(flag);
          assertThat(flags).contains(flag);
        });
  }

  @Test
  void imagesHaveTheNamesOfTheModules() {
    assertThat(Poms.jib("pom.xml", "/to/image"))
        .containsExactly("${image.repository}/${project.artifactId}:${image.tag}");
    assertThat(Poms.parent("/project/properties/image.repository")).containsExactly("evenkeel");
    assertThat(Poms.parent("/project/properties/image.tag")).containsExactly("${project.version}");
    assertThat(Poms.jib("pom.xml", "/from/image")).containsExactly("${image.base}");
  }

  private static Class<?> mainClass(String pom) {
    try {
      return Class.forName(Poms.jib(pom, "//mainClass").getFirst());
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }
}
