package org.loupe.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.loupe.geometry.Box;

class ValidationFoldsTest {

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void everyMicrographIsInOneFoldAndNoSeriesInTwo(long seed) {
    List<LabeledMicrograph> micrographs = random(seed, 60, 14);
    List<List<LabeledMicrograph>> folds = ValidationFolds.of(micrographs, FoldUnit.SERIES, 4);
    assertThat(folds).hasSize(4).noneMatch(List::isEmpty);
    assertThat(folds.stream().flatMap(List::stream)).hasSize(60).containsAll(micrographs);
    Set<String> seen = new HashSet<>();
    for (List<LabeledMicrograph> fold : folds) {
      Set<String> series = fold.stream().map(LabeledMicrograph::series).collect(Collectors.toSet());
      assertThat(seen.stream().filter(series::contains)).isEmpty();
      seen.addAll(series);
    }
  }

  /** What goes last to the lightest fold is no more than the largest series, with 1 for itself. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void foldsDifferByNoMoreThanTheLargestSeries(long seed) {
    List<LabeledMicrograph> micrographs = random(seed, 60, 14);
    int largest =
        micrographs.stream()
            .collect(
                Collectors.groupingBy(
                    LabeledMicrograph::series, Collectors.summingInt(m -> m.annotations().size())))
            .values()
            .stream()
            .max(Integer::compare)
            .orElseThrow();
    List<Integer> loads = loads(ValidationFolds.of(micrographs, FoldUnit.SERIES, 4));
    assertThat(Collections.max(loads) - Collections.min(loads)).isLessThanOrEqualTo(largest + 14);
  }

  @Test
  void largeSeriesAreSpreadFirstAndSmallOnesFillUp() {
    List<LabeledMicrograph> micrographs =
        List.of(
            micrograph("a", "small", 2),
            micrograph("b", "large", 5),
            micrograph("c", "middle", 4),
            micrograph("d", "large", 4),
            micrograph("e", "other", 3));
    assertThat(ValidationFolds.of(micrographs, FoldUnit.SERIES, 2))
        .containsExactly(
            List.of(micrographs.get(1), micrographs.get(3)),
            List.of(micrographs.get(0), micrographs.get(2), micrographs.get(4)));
  }

  @Test
  void seriesWithoutAnnotationsAreSpreadToo() {
    List<LabeledMicrograph> micrographs = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      micrographs.add(micrograph("m" + i, "s" + i, 0));
    }
    assertThat(ValidationFolds.of(micrographs, FoldUnit.SERIES, 3))
        .allMatch(fold -> fold.size() == 2);
  }

  @Test
  void theOrderOfTheMicrographsDecidesNothingButTheirOrderInTheFold() {
    List<LabeledMicrograph> micrographs = random(9, 40, 10);
    List<LabeledMicrograph> shuffled = new ArrayList<>(micrographs);
    Collections.shuffle(shuffled, new Random(3));
    List<List<LabeledMicrograph>> folds = ValidationFolds.of(micrographs, FoldUnit.SERIES, 3);
    List<List<LabeledMicrograph>> again = ValidationFolds.of(shuffled, FoldUnit.SERIES, 3);
    assertThat(ValidationFolds.of(micrographs, FoldUnit.SERIES, 3)).isEqualTo(folds);
    for (int i = 0; i < 3; i++) {
      assertThat(again.get(i)).containsExactlyInAnyOrderElementsOf(folds.get(i));
      List<LabeledMicrograph> fold = folds.get(i);
      assertThat(micrographs.stream().filter(fold::contains).toList()).isEqualTo(fold);
    }
  }

  @Test
  void fewerSeriesThanFoldsIsAnError() {
    List<LabeledMicrograph> micrographs =
        List.of(micrograph("a", "x", 1), micrograph("b", "x", 1), micrograph("c", "y", 1));
    assertThat(ValidationFolds.of(micrographs, FoldUnit.SERIES, 2)).hasSize(2);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ValidationFolds.of(micrographs, FoldUnit.SERIES, 3))
        .withMessage("there are 2 series for 3 folds; label more series or ask for fewer folds");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ValidationFolds.of(micrographs, FoldUnit.SERIES, 1))
        .withMessage("there must be at least 2 folds, were 1");
  }

  @Test
  void aSetIsLeftOutWithAllItsSeries() {
    List<LabeledMicrograph> steel =
        List.of(micrograph("a", "x", 1), micrograph("b", "y", 2), micrograph("c", "z", 1));
    List<LabeledMicrograph> titanium = List.of(micrograph("a", "x", 9));
    List<LabeledMicrograph> empty = List.of(micrograph("e", "e", 0));
    LabeledSet joined =
        LabeledSet.joined(
            List.of(
                new LabeledSet(Path.of("steel"), "made", steel),
                new LabeledSet(Path.of("titanium"), "made", titanium),
                new LabeledSet(Path.of("empty"), "made", empty)));
    List<LabeledMicrograph> all = joined.micrographs();
    assertThat(ValidationFolds.of(all, FoldUnit.SET, 2))
        .containsExactly(
            List.of(all.get(3)), List.of(all.get(0), all.get(1), all.get(2), all.get(4)));
    assertThat(ValidationFolds.of(joined.withoutParts().micrographs(), FoldUnit.SET, 3))
        .containsExactly(List.of(all.get(3)), all.subList(0, 3), all.subList(4, 5));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ValidationFolds.of(all, FoldUnit.SET, 4))
        .withMessage("there are 3 labeled sets for 4 folds; give more sets or ask for fewer folds");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ValidationFolds.of(steel, FoldUnit.SET, 2))
        .withMessageContaining("there are 1 labeled sets for 2 folds");
  }

  private static List<Integer> loads(List<List<LabeledMicrograph>> folds) {
    return folds.stream()
        .map(fold -> fold.stream().mapToInt(m -> m.annotations().size()).sum())
        .toList();
  }

  /** Every series occurs, as the first micrographs take one each. */
  private static List<LabeledMicrograph> random(long seed, int count, int series) {
    Random random = new Random(seed);
    List<LabeledMicrograph> micrographs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int one = i < series ? i : random.nextInt(series);
      micrographs.add(micrograph("m" + i, "s" + one, random.nextInt(30)));
    }
    return micrographs;
  }

  private static LabeledMicrograph micrograph(String name, String series, int annotations) {
    return new LabeledMicrograph(
        name,
        Path.of(name),
        100,
        100,
        series,
        LabeledMicrograph.Part.TRAINING,
        Collections.nCopies(annotations, new Annotation(new Box(1, 1, 5, 5))));
  }
}
