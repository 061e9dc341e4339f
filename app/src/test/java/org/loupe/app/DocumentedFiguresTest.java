package org.loupe.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.loupe.model.MatchFigures;
import org.loupe.model.ModelBundle;
import org.loupe.model.ModelFile;
import org.loupe.model.ModelValidation;
import org.loupe.trust.F1Prediction;
import org.loupe.trust.TrustBasis;

/** Figures of the shipped model in docs/evaluation.md are those that the model file holds. */
class DocumentedFiguresTest {

  private static final Path PROJECT = Path.of("..");

  private static List<ModelBundle> members() throws IOException {
    return ModelFile.read(PROJECT.resolve(DefaultModel.NAME)).members();
  }

  private static List<String> tableUnder(String start) throws IOException {
    return Files.readString(PROJECT.resolve("docs/evaluation.md"))
        .lines()
        .dropWhile(line -> !line.startsWith(start))
        .dropWhile(line -> !line.startsWith("|---"))
        .skip(1)
        .takeWhile(line -> line.startsWith("|"))
        .toList();
  }

  @Test
  void theCrossValidatedRowsAreTheModelsOwn() throws IOException {
    List<String> rows = tableUnder("**4. Loupe**");
    List<ModelBundle> members = members();
    assertThat(rows).hasSameSizeAs(members);
    for (int i = 0; i < rows.size(); i++) {
      ModelValidation validation =
          members.get(i).description().orElseThrow().validation().orElseThrow();
      assertThat(validation.method()).isEqualTo("cross-validation by series, 3 folds");
      MatchFigures paper = validation.operatingPoint().center20Px();
      MatchFigures strict = validation.operatingPoint().iou50();
      assertThat(rows.get(i))
          .startsWith("| " + members.get(i).name() + " | ")
          .endsWith(
              String.format(
                  Locale.ROOT,
                  "| %d | %d | %.2f | %.3f | %.3f | %.3f | %.3f | %.3f | %.3f |",
                  validation.micrographs(),
                  validation.annotations(),
                  validation.operatingPoint().minProbability(),
                  paper.recall(),
                  paper.precision(),
                  paper.f1(),
                  strict.recall(),
                  strict.precision(),
                  strict.f1()));
    }
  }

  @Test
  void whatAModelKnowsOfItsLimitsIsItsOwn() throws IOException {
    List<String> rows = tableUnder("**What the shipped members hold**");
    List<ModelBundle> members = members();
    assertThat(rows).hasSameSizeAs(members);
    for (int i = 0; i < rows.size(); i++) {
      TrustBasis trust = members.get(i).trust().orElseThrow();
      F1Prediction f1 = trust.f1().orElseThrow();
      assertThat(rows.get(i))
          .isEqualTo(
              String.format(
                  Locale.ROOT,
                  "| %s | %d | %.1f %% | %d | %.3f | %.3f | %.3f |",
                  members.get(i).name(),
                  trust.domain().points().size(),
                  100 * trust.domain().exceeding(),
                  f1.micrographs(),
                  f1.mean(),
                  f1.error(),
                  f1.constantError()));
    }
  }
}
