package org.loupe.training.screen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.loupe.defect.Candidate;
import org.loupe.geometry.Box;
import org.loupe.image.ByteImage;
import org.loupe.screen.PatchSettings;

class ExampleSourceTest {

  private static final Box DEFECT = new Box(20, 24, 20, 14);
  private static final Box ELSEWHERE = new Box(90, 90, 20, 20);

  private static ScreenerTrainingSettings settings(double positiveShare, double rotatedShare) {
    return new ScreenerTrainingSettings(
        new ScreenerArchitecture(new PatchSettings(24, List.of(1.5, 3.0)), 8, List.of(), 8),
        1,
        1000,
        500,
        positiveShare,
        rotatedShare,
        1e-3,
        0,
        0.4,
        0.25,
        0.1,
        1,
        3);
  }

  private static ScreeningImage image() {
    byte[] samples = new byte[128 * 128];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (byte) (i * 31 % 200);
    }
    return new ScreeningImage(
        new ByteImage(128, 128, samples),
        List.of(DEFECT),
        List.of(new Candidate(new Box(21, 21, 20, 20), 1, 5), new Candidate(ELSEWHERE, 1, 5)));
  }

  private static ScreeningBatch batch(double positiveShare, double rotatedShare) {
    return new ExampleSource(List.of(image()), settings(positiveShare, rotatedShare)).batch(0, 0);
  }

  @Test
  void sortsCandidatesByTheLabelsThatTheyCover() {
    ExampleSource source = new ExampleSource(List.of(image()), settings(0.5, 0));
    assertThat(source.annotations()).isEqualTo(1);
    // the candidate elsewhere, and squares of the background
    assertThat(source.others()).isBetween(4, 6);
  }

  @Test
  void drawsDefectsInTheShareThatWasAsked() {
    ScreeningBatch batch = batch(0.3, 0);
    int defects = 0;
    for (float target : batch.targets()) {
      assertThat(target).isIn(0.05f, 0.95f);
      defects += target > 0.5 ? 1 : 0;
    }
    // some of those drawn at the defect are shifted off it; 0.02 is the standard error of 500
    assertThat(defects / 500.0).isBetween(0.2, 0.37);
  }

  @Test
  void boxesAreTaughtWhereThereIsADefectAlone() {
    ScreeningBatch batch = batch(0.5, 0);
    for (int i = 0; i < batch.size(); i++) {
      if (batch.targets()[i] > 0.5) {
        assertThat(batch.deltaWeights()[i]).isEqualTo(1);
        double width = batch.deltas()[4 * i + 2];
        double height = batch.deltas()[4 * i + 3];
        // the two sides' ratio is the label's, either way round
        assertThat(Math.abs(width - height)).isCloseTo(Math.log(20.0 / 14), within(1e-5));
      } else if (batch.targetWeights()[i] == 1) {
        assertThat(batch.deltaWeights()[i]).isZero();
      }
    }
  }

  @Test
  void turnedByAnyAngleTheBoxIsNotTaught() {
    for (float weight : batch(0.9, 1).deltaWeights()) {
      assertThat(weight).isZero();
    }
  }

  @Test
  void anExampleDependsOnItsNumberAlone() {
    ExampleSource source = new ExampleSource(List.of(image()), settings(0.5, 0.5));
    ScreeningBatch later = source.batch(2, 1);
    source.batch(0, 0);
    assertThat(source.batch(2, 1).patches()).isEqualTo(later.patches());
    assertThat(source.batch(2, 0).patches()).isNotEqualTo(later.patches());
  }
}
