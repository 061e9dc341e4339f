package org.loupe.training;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.loupe.dataset.LabeledMicrograph;
import org.loupe.evaluate.IouRule;
import org.loupe.evaluate.Mark;
import org.loupe.evaluate.MatchingRule;
import org.loupe.evaluate.MatchingRule.Outline;
import org.loupe.evaluate.MeasuredLabels;
import org.loupe.image.GrayImage;
import org.loupe.io.MicrographFile;
import org.loupe.io.MicrographReaders;
import org.loupe.measure.DefectMeasurer;
import org.loupe.screen.ScreenedBox;

/**
 * How well sizes are measured on detections of cascades and networks that had not learned from the
 * micrographs: Module III at the end of the whole pipeline.
 */
public final class MeasurementValidation {

  private MeasurementValidation() {}

  /**
   * Measures what the labels with a shape are matched by, one to one, at an intersection over union
   * of the boxes of {@link IouRule#LIMIT}.
   *
   * @param minProbability of a detection
   * @return for each measurer each micrograph with such labels, which are none where all labels are
   *     boxes
   * @throws IOException if a micrograph cannot be read again
   */
  public static List<MeasuredLabels> of(
      List<ValidatedMicrograph> micrographs, double minProbability, List<DefectMeasurer> measurers)
      throws IOException {
    MatchingRule.Strict rule = new MatchingRule.Strict(IouRule.LIMIT, Outline.BOX);
    List<List<MeasuredLabels.Image>> images = new ArrayList<>();
    measurers.forEach(measurer -> images.add(new ArrayList<>()));
    for (ValidatedMicrograph validated : micrographs) {
      LabeledMicrograph micrograph = validated.micrograph();
      List<Mark> labels = micrograph.annotations().stream().map(Mark::of).toList();
      if (labels.stream().allMatch(label -> label.ellipse().isEmpty())) {
        continue;
      }
      GrayImage image = image(micrograph);
      List<Mark> found =
          validated.detections().stream()
              .filter(detection -> detection.probability() >= minProbability)
              .map(MeasurementValidation::mark)
              .toList();
      for (int i = 0; i < measurers.size(); i++) {
        images
            .get(i)
            .add(
                MeasuredLabels.measureIn(
                    micrograph.name(),
                    image,
                    labels,
                    MeasuredLabels.Extent.SHAPE,
                    measurers.get(i),
                    found,
                    rule));
      }
    }
    return images.stream().map(MeasuredLabels::new).toList();
  }

  private static Mark mark(ScreenedBox detection) {
    return Mark.ofBox(detection.box()).withScore(detection.probability());
  }

  private static GrayImage image(LabeledMicrograph micrograph) throws IOException {
    try (MicrographFile open = MicrographReaders.open(micrograph.file())) {
      return open.frame(0).image();
    }
  }
}
