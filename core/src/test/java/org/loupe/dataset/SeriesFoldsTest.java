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

class SeriesFoldsTest {

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void everyMicrographIsInOneFoldAndNoSeriesInTwo(long seed) {
    List<LabeledMicrograph> micrographs = random(seed, 60, 14);
    List<List<LabeledMicrograph>> folds = SeriesFolds.of(micrographs, 4);
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
    List<Integer> loads = loads(SeriesFolds.of(micrographs, 4));
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
    assertThat(SeriesFolds.of(micrographs, 2))
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
    assertThat(SeriesFolds.of(micrographs, 3)).allMatch(fold -> fold.size() == 2);
  }

  @Test
  void theOrderOfTheMicrographsDecidesNothingButTheirOrderInTheFold() {
    List<LabeledMicrograph> micrographs = random(9, 40, 10);
    List<LabeledMicrograph> shuffled = new ArrayList<>(micrographs);
    Collections.shuffle(shuffled, new Random(3));
    List<List<LabeledMicrograph>> folds = SeriesFolds.of(micrographs, 3);
    List<List<LabeledMicrograph>> again = SeriesFolds.of(shuffled, 3);
    assertThat(SeriesFolds.of(micrographs, 3)).isEqualTo(folds);
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
    assertThat(SeriesFolds.of(micrographs, 2)).hasSize(2);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SeriesFolds.of(micrographs, 3))
        .withMessage("there are 2 series for 3 folds; label more series or ask for fewer folds");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SeriesFolds.of(micrographs, 1))
        .withMessage("there must be at least 2 folds, were 1");
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
