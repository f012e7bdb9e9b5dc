package io.evenkeel.gateway;

import static com.tngtech.archunit.core.domain.JavaModifier.FINAL;
import static com.tngtech.archunit.core.domain.JavaModifier.STATIC;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.evenkeel.gateway.decode.SendingRights;
import io.evenkeel.gateway.directory.Access;
import io.evenkeel.gateway.directory.Caller;
import io.evenkeel.gateway.letter.LetterOrigin;
import io.evenkeel.model.directory.Tenant;
import io.evenkeel.model.directory.TenantMapping;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.evenkeel.gateway")
          // Written by the HTTP server's annotation processor.
          .that(DescribedPredicate.describe("our own", c -> !c.getSimpleName().startsWith("$")));

  @Test
  void readsTheClassFiles() {
    assertThat(CLASSES).extracting(JavaClass::getSimpleName).contains("Gateway", "Caller");
  }

  @Test
  void nothingKeepsACurrentTenant() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .areAssignableTo(ThreadLocal.class)
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.lang.ScopedValue")
        .orShould()
        .dependOnClassesThat()
        .resideInAPackage("io.micronaut.core.propagation..")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("io.micronaut.http.context.ServerRequestContext")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("io.netty.util.concurrent.FastThreadLocal")
        .check(CLASSES);
  }

  @Test
  void onlyValuesOfOneRequestNameACaller() {
    noFields()
        .that()
        .haveRawType(Caller.class)
        .or()
        .haveRawType(Access.class)
        .or()
        .haveRawType(SendingRights.class)
        .or()
        .haveRawType(LetterOrigin.class)
        .or()
        .haveRawType(Tenant.class)
        .or()
        .haveRawType("io.evenkeel.gateway.api.Sender")
        .or()
        .haveRawType("io.evenkeel.gateway.api.IngestRequest")
        .should()
        .beDeclaredInClassesThat(DescribedPredicate.describe("are no records", c -> !c.isRecord()))
        .check(CLASSES);
  }

  @Test
  void onlyTheDirectoryAndTheReadingOfOneBodyHoldATenantsNames() {
    noFields()
        .that()
        .haveRawType(TenantMapping.class)
        .should()
        .beDeclaredInClassesThat(
            DescribedPredicate.describe(
                "outlive a request",
                c ->
                    !c.getPackageName().endsWith(".gateway.directory")
                        && !Set.of(
                                "SendingRights",
                                "EventReader",
                                "Reading",
                                "MemberNames",
                                "SignalNames")
                            .contains(c.getSimpleName())))
        .check(CLASSES);
  }

  @Test
  void noStaticStateChanges() {
    fields().that().haveModifier(STATIC).should().haveModifier(FINAL).check(CLASSES);
    noFields()
        .that()
        .haveModifier(STATIC)
        .should()
        .haveRawType(
            DescribedPredicate.describe(
                "change",
                type ->
                    type.getPackageName().startsWith("java.util.concurrent")
                        && !type.isAssignableTo(TimeUnit.class)))
        .check(CLASSES);
  }

  @Test
  void featuresDoNotDependOnOneAnotherInCircles() {
    slices().matching("io.evenkeel.gateway.(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void onlyTheRimKnowsHttpAndKafka() {
    noClasses()
        .that()
        .resideInAnyPackage("..gateway.decode..", "..gateway.problem..", "..gateway.admission..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.micronaut..", "io.netty..", "org.apache.kafka..", "..gateway.api..")
        .check(CLASSES);
    noClasses()
        .that()
        .resideInAnyPackage("..gateway.directory..", "..gateway.publish..", "..gateway.letter..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.micronaut..", "io.netty..")
        .check(CLASSES);
  }
}
