package org.loupe.training.cascade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.loupe.cascade.CandidateGrouping;
import org.loupe.cascade.CascadeDetector;
import org.loupe.cascade.LbpCascade;
import org.loupe.cascade.ScanSettings;
import org.loupe.dataset.Annotation;
import org.loupe.dataset.LabeledMicrograph;
import org.loupe.defect.Candidate;
import org.loupe.evaluate.CenterRule;
import org.loupe.evaluate.MatchCounts;
import org.loupe.geometry.Box;
import org.loupe.io.MicrographFile;
import org.loupe.io.MicrographReaders;

class CandidateCurveTest {

  private final ForkJoinPool pool = new ForkJoinPool(2);

  @TempDir private Path folder = Path.of("");

  @AfterEach
  void shutDown() {
    pool.shutdownNow();
  }

  private CurvePoint byDetector(
      LbpCascade cascade, List<LabeledMicrograph> micrographs, ScanSettings scan)
      throws IOException {
    MatchCounts counts = MatchCounts.NONE;
    MatchCounts small = MatchCounts.NONE;
    for (LabeledMicrograph micrograph : micrographs) {
      try (MicrographFile open = MicrographReaders.open(micrograph.file())) {
        List<Box> found =
            new CascadeDetector(cascade, scan)
                .detect(open.frame(0).detectorImage(), pool).stream().map(Candidate::box).toList();
        List<Box> all = micrograph.annotations().stream().map(Annotation::box).toList();
        counts = counts.plus(CenterRule.match(all, found));
        small =
            small.plus(
                CenterRule.match(
                    all.stream().filter(b -> Math.max(b.width(), b.height()) < 32).toList(),
                    found));
      }
    }
    return new CurvePoint(
        cascade.stages().size(), scan.minNeighbors(), micrographs.size(), counts, small);
  }

  @ParameterizedTest
  @EnumSource(CandidateGrouping.class)
  void itsPointsAreWhatTheDetectorFinds(CandidateGrouping grouping) throws IOException {
    CascadeTrainingSettings settings = Discs.settings().toBuilder().maxStages(3).build();
    LbpCascade cascade =
        new CascadeTrainer(settings, pool, TrainingProgress.none())
            .train(Discs.write(folder, 4, 1), List.of())
            .cascade();
    List<LabeledMicrograph> others = new ArrayList<>(Discs.write(folder, 3, 2));
    others.set(0, withLargeLabel(others.get(0)));
    ScanSettings scan = settings.scan().withGrouping(grouping);
    LbpCascade two = cascade.beginning(2);
    CandidateCurve curve = CandidateCurve.begin(two, others, scan, pool);
    for (int stages = 2; stages <= 3; stages++) {
      if (stages > 2) {
        curve.add(cascade.stages().get(stages - 1), cascade.features());
      }
      LbpCascade now = cascade.beginning(stages);
      List<CurvePoint> points = curve.points();
      assertThat(points)
          .extracting(CurvePoint::minNeighbors)
          .containsExactlyElementsOf(CandidateCurve.NEIGHBORS);
      for (int i = 0; i < points.size(); i += 12) {
        CurvePoint point = points.get(i);
        assertThat(point)
            .isEqualTo(byDetector(now, others, scan.withMinNeighbors(point.minNeighbors())));
      }
      assertThat(points.get(0).counts().detections()).isPositive();
      assertThat(points.get(0).small().annotations()).isEqualTo(15);
      assertThat(points.get(0).counts().annotations()).isEqualTo(16);
    }
  }

  private static LabeledMicrograph withLargeLabel(LabeledMicrograph micrograph) {
    List<Annotation> more = new ArrayList<>(micrograph.annotations());
    more.add(new Annotation(new Box(60, 50, 20, 40)));
    return new LabeledMicrograph(
        micrograph.name(),
        micrograph.file(),
        micrograph.widthPx(),
        micrograph.heightPx(),
        micrograph.series(),
        micrograph.part(),
        more);
  }

  private static CurvePoint point(int stages, int neighbors, int matched, int detections) {
    return new CurvePoint(
        stages,
        neighbors,
        2,
        new MatchCounts(10, matched, detections, Math.min(matched, detections)),
        MatchCounts.NONE);
  }

  @Test
  void theBestPointHasTheHighestRecallAtABearableNumber() {
    CurvePoint tooMany = point(3, 1, 10, 21);
    CurvePoint more = point(4, 2, 9, 20);
    CurvePoint fewer = point(4, 3, 9, 15);
    CurvePoint low = point(5, 9, 5, 5);
    assertThat(CandidateCurve.best(List.of(tooMany, more, fewer, low), 2)).contains(fewer);
    assertThat(CandidateCurve.best(List.of(low, more, tooMany), 2)).contains(more);
    assertThat(CandidateCurve.best(List.of(low, more, tooMany), 2.1)).contains(tooMany);
    assertThat(CandidateCurve.best(List.of(tooMany), 2)).isEmpty();
    CurvePoint unlabeled = new CurvePoint(3, 1, 1, MatchCounts.NONE, MatchCounts.NONE);
    assertThat(CandidateCurve.best(List.of(unlabeled), 2)).isEmpty();
  }

  @Test
  void moreCandidatesAreBorneWhereTheyReachTheWantedRecall() {
    CurvePoint bearable = point(4, 2, 8, 20);
    CurvePoint enough = point(4, 1, 9, 31);
    CurvePoint more = point(3, 1, 10, 39);
    CurvePoint tooMany = point(2, 1, 10, 41);
    List<CurvePoint> all = List.of(tooMany, more, enough, bearable);
    assertThat(CandidateCurve.chosen(all, 2, 0)).contains(bearable);
    assertThat(CandidateCurve.chosen(all, 2, 0.8)).contains(bearable);
    assertThat(CandidateCurve.chosen(all, 2, 0.85)).contains(enough);
    assertThat(CandidateCurve.chosen(all, 2, 0.95)).contains(more);
    assertThat(CandidateCurve.chosen(List.of(tooMany, bearable), 2, 0.95)).contains(bearable);
    assertThat(CandidateCurve.chosen(List.of(enough, tooMany), 2, 0.85)).contains(enough);
    assertThat(CandidateCurve.chosen(List.of(tooMany), 2, 0.95)).isEmpty();
  }

  @Test
  void onlyPointsOfTheSameSettingsAddUp() {
    CurvePoint sum = point(3, 1, 4, 9).plus(point(3, 1, 6, 5));
    assertThat(sum.micrographs()).isEqualTo(4);
    assertThat(sum.counts()).isEqualTo(new MatchCounts(20, 10, 14, 9));
    assertThat(sum.candidatesPerAnnotation()).isEqualTo(0.7);
    assertThat(sum.candidatesPerMicrograph()).isEqualTo(3.5);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> point(3, 1, 4, 9).plus(point(3, 2, 4, 9)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> point(3, 1, 4, 9).plus(point(4, 1, 4, 9)));
  }
}
