package org.loupe.app.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.loupe.training.TrainedModel;

/**
 * The validation report of a trained model: a file for programs and a page for people.
 *
 * <p>Both show the same figures, of micrographs that the judged models had not learned from. The
 * page stands alone: no script, nothing loaded from elsewhere, and thumbnails of where model and
 * labels disagree, read from the micrographs again.
 */
public final class TrainingReport {

  private final Provenance provenance;

  /**
   * Where the model came from.
   *
   * @param title of the page, such as the model's name
   * @param command line that trained the model
   * @param programVersion of Loupe
   * @param dataset what was learned from, in words
   * @param sets folders of the labeled sets, by which their micrographs' names begin if there are
   *     several
   * @param elapsed time of the training
   */
  public record Provenance(
      String title,
      String command,
      String programVersion,
      String dataset,
      List<String> sets,
      Duration elapsed) {

    public Provenance {
      sets = List.copyOf(sets);
    }
  }

  public TrainingReport(Provenance provenance) {
    this.provenance = provenance;
  }

  /**
   * Writes both files, over older ones.
   *
   * <p>The numbers come first: they are on the disk even if a micrograph can no longer be read.
   *
   * @param measured what the detections that match labels measure, against the labels' shapes
   * @throws IOException if a micrograph cannot be read or a file cannot be written
   */
  public void write(TrainedModel trained, MeasuredSizes measured, Path html, Path json)
      throws IOException {
    ReportFigures figures = ReportFigures.of(trained, provenance.sets());
    Files.writeString(
        json, ReportJson.text(provenance, trained, figures, measured), StandardCharsets.UTF_8);
    Files.write(
        html,
        new ReportPage(provenance, trained, figures, measured)
            .text()
            .getBytes(StandardCharsets.UTF_8));
  }
}
