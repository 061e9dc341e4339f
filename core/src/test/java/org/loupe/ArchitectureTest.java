package org.loupe;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.Architectures;
import com.tngtech.archunit.library.GeneralCodingRules;
import java.util.Arrays;

/** Holds the picture of {@code docs/architecture.md}: change both in the same commit. */
@AnalyzeClasses(packages = "org.loupe", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  /** A package and the packages of core that it may use, as in docs/architecture.md. */
  private static final String[] TABLE = {
    "geometry:",
    "image: geometry",
    "segmentation: geometry image",
    "micrograph: geometry image",
    "io: geometry image micrograph",
    "defect: geometry micrograph",
    "cascade: geometry image defect",
    "screen: geometry image defect",
    "measure: geometry image segmentation micrograph defect",
    "trust: geometry image defect screen",
    "model: geometry image defect cascade screen measure trust",
    "detection: geometry image defect cascade screen trust model",
    "statistics: geometry micrograph defect",
    "region: geometry image micrograph defect",
    "analysis: geometry image micrograph io defect cascade screen measure trust model"
        + " detection statistics region",
    "export: geometry image micrograph defect statistics",
    "simulation: geometry image micrograph",
    "dataset: geometry image micrograph io defect export",
    "evaluate: geometry image micrograph defect screen measure model detection statistics dataset",
    "results: geometry export dataset evaluate",
  };

  @ArchTest static final ArchRule packagesUseOnlyWhatTheTableSays = table();

  @ArchTest
  static final ArchRule noCycles = slices().matching("org.loupe.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule noConsole = noClasses().should(GeneralCodingRules.ACCESS_STANDARD_STREAMS);

  @ArchTest
  static final ArchRule noGenericExceptions =
      GeneralCodingRules.NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS;

  @ArchTest
  static final ArchRule noExit = noClasses().should().callMethod(System.class, "exit", int.class);

  @ArchTest
  static final ArchRule noToolkits =
      noClasses()
          .that()
          .resideOutsideOfPackages("org.loupe.io..", "org.loupe.export..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.awt..", "javax.imageio..");

  @ArchTest
  static final ArchRule filesOnlyAtTheEdges =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "org.loupe.io..",
              "org.loupe.export..",
              "org.loupe.model..",
              "org.loupe.cascade..",
              "org.loupe.dataset..",
              "org.loupe.results..")
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.nio.file.Files");

  @ArchTest
  static final ArchRule randomnessIsSeeded =
      noClasses()
          .should()
          .callConstructor(java.util.Random.class)
          .orShould()
          .callConstructor(java.util.SplittableRandom.class)
          .orShould()
          .callMethod(Math.class, "random")
          .orShould()
          .callMethod(java.util.concurrent.ThreadLocalRandom.class, "current");

  @ArchTest
  static final ArchRule noJavaSerialization =
      noClasses()
          .should()
          .dependOnClassesThat()
          .haveNameMatching("java\\.io\\.(ObjectInputStream|ObjectOutputStream)");

  @ArchTest
  static final ArchRule localesAreExplicit =
      noClasses()
          .should()
          .callMethod(String.class, "format", String.class, Object[].class)
          .orShould()
          .callMethod(String.class, "formatted", Object[].class)
          .orShould()
          .callMethod(String.class, "toLowerCase")
          .orShould()
          .callMethod(String.class, "toUpperCase");

  @ArchTest
  static final ArchRule charsetsAreExplicit =
      noClasses()
          .should()
          .dependOnClassesThat()
          .belongToAnyOf(java.io.FileReader.class, java.io.FileWriter.class)
          .orShould()
          .callConstructor(String.class, byte[].class)
          .orShould()
          .callMethod(String.class, "getBytes");

  @ArchTest
  static final ArchRule timeIsAnArgument =
      noClasses()
          .should()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(java.time.Instant.class, "now");

  @ArchTest
  static final ArchRule theVocabularyIsValues =
      classes()
          .that()
          .resideInAnyPackage("org.loupe.geometry..", "org.loupe.defect..")
          .and()
          .areTopLevelClasses()
          .and()
          .haveSimpleNameNotEndingWith("package-info")
          .should()
          .beRecords()
          .orShould()
          .beEnums();

  private static ArchRule table() {
    var layers =
        Architectures.layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .withOptionalLayers(true);
    for (String row : TABLE) {
      String name = row.substring(0, row.indexOf(':'));
      layers = layers.layer(name).definedBy(resideInAPackage("org.loupe." + name + ".."));
    }
    for (String row : TABLE) {
      String name = row.substring(0, row.indexOf(':'));
      String[] allowed =
          Arrays.stream(row.substring(row.indexOf(':') + 1).trim().split(" ", -1))
              .filter(word -> !word.isEmpty())
              .toArray(String[]::new);
      layers =
          allowed.length == 0
              ? layers.whereLayer(name).mayNotAccessAnyLayer()
              : layers.whereLayer(name).mayOnlyAccessLayers(allowed);
    }
    return layers;
  }
}
