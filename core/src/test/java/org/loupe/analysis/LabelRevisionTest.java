package org.loupe.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.loupe.defect.Defect;
import org.loupe.defect.Detection;
import org.loupe.defect.MicrographResult;
import org.loupe.defect.Origin;
import org.loupe.defect.Revision;
import org.loupe.geometry.Box;
import org.loupe.geometry.Ellipse;
import org.loupe.image.GrayImage;
import org.loupe.measure.DefectMeasurer;
import org.loupe.measure.MeasurementSettings;

/** What becomes of the machine's detections where a person gave labels. */
class LabelRevisionTest {

  private static final int SIDE = 160;
  private static final DefectMeasurer MEASURER = new DefectMeasurer(MeasurementSettings.defaults());

  /** Dark rings of diameter 20 at (40, 40), (100, 50) and (60, 120). */
  private static GrayImage image() {
    float[] samples = new float[SIDE * SIDE];
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        double value = 150 + 3 * Math.sin(0.9 * x + 1.7 * y);
        for (double[] center : new double[][] {{40, 40}, {100, 50}, {60, 120}}) {
          double radius = Math.hypot(x + 0.5 - center[0], y + 0.5 - center[1]);
          value -= 60 * Math.exp(-Math.pow((radius - 10) / 1.5, 2));
        }
        samples[y * SIDE + x] = (float) value;
      }
    }
    return new GrayImage(SIDE, SIDE, samples);
  }

  /** The machine found the first two rings. */
  private static MicrographResult found(GrayImage image) {
    List<Defect> defects = new ArrayList<>();
    for (Box box : List.of(new Box(27, 27, 26, 26), new Box(87.5, 36, 26, 28))) {
      defects.add(
          new Defect(
              defects.size() + 1,
              new Detection("loop", box, OptionalDouble.of(3), OptionalDouble.of(0.875)),
              MEASURER.measure(image, box)));
    }
    return new MicrographResult(
        "a.png", SIDE, SIDE, Optional.empty(), "as it is", defects, List.of());
  }

  private static DrawnMark box(Box box) {
    return new DrawnMark(box, Optional.empty(), List.of(), Optional.empty());
  }

  private static DrawnMark ellipse(Ellipse ellipse) {
    return new DrawnMark(
        ellipse.boundingBox(), Optional.of(ellipse), List.of(), Optional.of("loop"));
  }

  private static MicrographResult revised(List<DrawnMark> marks) {
    GrayImage image = image();
    return LabelRevision.of(found(image), marks, image, MEASURER, "loop");
  }

  private static List<DrawnMark> unchanged() {
    return found(image()).defects().stream().map(d -> ellipse(d.measurement().ellipse())).toList();
  }

  @Test
  void labelsThatNobodyChangedLeaveTheResultAsItIs() {
    MicrographResult found = found(image());
    for (List<DrawnMark> marks :
        List.of(
            unchanged(),
            found.defects().stream().map(d -> box(d.detection().box())).toList(),
            found.defects().stream()
                .map(
                    d ->
                        new DrawnMark(
                            d.detection().box(),
                            Optional.empty(),
                            List.of(d.measurement().ellipse().polygon(72)),
                            Optional.empty()))
                .toList())) {
      MicrographResult revised = revised(marks);
      assertThat(revised.defects()).isEqualTo(found.defects());
      assertThat(revised.revision()).contains(new Revision(2, 0, 0));
    }
  }

  @Test
  void aDrawnBoxIsMeasuredWhereItWasDrawn() {
    List<DrawnMark> marks = new ArrayList<>(unchanged());
    marks.add(box(new Box(46, 107, 28, 27)));
    MicrographResult revised = revised(marks);
    assertThat(revised.revision()).contains(new Revision(2, 1, 0));
    Defect drawn = revised.defects().get(2);
    assertThat(drawn.id()).isEqualTo(3);
    assertThat(drawn.detection().origin()).isEqualTo(Origin.PERSON);
    assertThat(drawn.detection().screeningProbability()).isEmpty();
    // the ring's diameter is 20; the rim fit is good to a tenth of the rim's width
    assertThat(drawn.measurement().ellipse().majorAxisLength()).isCloseTo(20, within(0.5));
    assertThat(drawn.measurement().ellipse().centerX()).isCloseTo(60, within(0.3));
  }

  @Test
  void aDrawnEllipseHasRoomForTheWholeRim() {
    MicrographResult revised = revised(List.of(ellipse(new Ellipse(60.5, 119, 22, 19, 0.3))));
    Defect drawn = revised.defects().get(0);
    assertThat(drawn.detection().box().width()).isCloseTo(1.3 * 21.7, within(0.3));
    assertThat(drawn.measurement().ellipse().majorAxisLength()).isCloseTo(20, within(0.5));
    assertThat(revised.revision()).contains(new Revision(0, 1, 2));
  }

  @Test
  void whatNoLabelHoldsIsGoneAndTheOthersAreNumberedAnew() {
    MicrographResult revised = revised(unchanged().subList(1, 2));
    assertThat(revised.revision()).contains(new Revision(1, 0, 1));
    assertThat(revised.defects()).hasSize(1);
    assertThat(revised.defects().get(0).id()).isEqualTo(1);
    assertThat(revised.defects().get(0).detection().screeningProbability()).hasValue(0.875);
    assertThat(revised(List.of()).revision()).contains(new Revision(0, 0, 2));
  }

  @Test
  void aLabelThatWasMovedTurnedOrRenamedIsAPersons() {
    Ellipse first = found(image()).defects().get(0).measurement().ellipse();
    List<DrawnMark> changed =
        List.of(
            ellipse(
                new Ellipse(
                    first.centerX() + 0.25,
                    first.centerY(),
                    first.majorAxisLength(),
                    first.minorAxisLength(),
                    first.orientation())),
            ellipse(
                new Ellipse(
                    first.centerX(),
                    first.centerY(),
                    first.majorAxisLength() + 4,
                    first.minorAxisLength(),
                    first.orientation())),
            new DrawnMark(
                first.boundingBox(), Optional.of(first), List.of(), Optional.of("black dot")));
    for (DrawnMark mark : changed) {
      MicrographResult revised = revised(List.of(mark));
      assertThat(revised.revision()).contains(new Revision(0, 1, 2));
      assertThat(revised.defects().get(0).detection().detectionScore()).isEmpty();
    }
    assertThat(revised(changed).defects())
        .extracting(d -> d.detection().defectClass())
        .containsOnlyOnce("black dot");
  }

  @Test
  void oneDetectionIsKeptByOneLabelOnly() {
    List<DrawnMark> twice = List.of(unchanged().get(0), unchanged().get(0));
    assertThat(revised(twice).revision()).contains(new Revision(1, 1, 1));
  }

  @Test
  void roundEllipsesHaveNoDirectionToChange() {
    GrayImage image = image();
    MicrographResult found = found(image);
    Ellipse first = found.defects().get(0).measurement().ellipse();
    Ellipse turned =
        new Ellipse(
            first.centerX(),
            first.centerY(),
            first.majorAxisLength(),
            first.majorAxisLength() - 0.01,
            Ellipse.wrapOrientation(first.orientation() + 1));
    boolean isRound = first.majorAxisLength() - first.minorAxisLength() < 0.05;
    assertThat(revised(List.of(ellipse(turned))).revision().orElseThrow().kept())
        .isEqualTo(isRound ? 1 : 0);
  }
}
