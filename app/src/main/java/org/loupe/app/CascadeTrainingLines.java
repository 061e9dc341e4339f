package org.loupe.app;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import org.loupe.dataset.LabeledMicrograph;
import org.loupe.dataset.LabeledSet;
import org.loupe.training.cascade.CandidateCurve;
import org.loupe.training.cascade.CascadeCourse;
import org.loupe.training.cascade.CascadeTrainingSettings;
import org.loupe.training.cascade.CurvePoint;
import org.loupe.training.cascade.StageReport;

/** Tells how a training of cascades goes on: a line a stage. */
final class CascadeTrainingLines implements CascadeCourse.CourseProgress {

  /** Stages whose times say how long the next ones will take. */
  private static final int RECENT = 4;

  private final PrintWriter err;
  private final CascadeTrainingSettings settings;
  private double recentSeconds;

  CascadeTrainingLines(PrintWriter err, CascadeTrainingSettings settings) {
    this.err = err;
    this.settings = settings;
  }

  void begin(LabeledSet set, List<LabeledMicrograph> background) {
    err.printf(
        Locale.ROOT,
        "%s: %s, %d micrographs, %d labels%s%n",
        set.name(),
        set.layout(),
        set.micrographs().size(),
        labels(set.micrographs()),
        background.isEmpty() ? "" : "; " + background.size() + " of background");
    err.flush();
  }

  private static int labels(List<LabeledMicrograph> micrographs) {
    return micrographs.stream().mapToInt(m -> m.annotations().size()).sum();
  }

  @Override
  public void training(
      int number, int of, List<LabeledMicrograph> training, List<LabeledMicrograph> validation) {
    recentSeconds = 0;
    err.printf(
        Locale.ROOT,
        "training %d of %d: on %d micrographs with %d labels%s%n",
        number,
        of,
        training.size(),
        labels(training),
        validation.isEmpty()
            ? ""
            : "; judged on " + validation.size() + " with " + labels(validation));
    err.flush();
  }

  @Override
  public void phase(String what) {
    err.println("  " + what + " ...");
    err.flush();
  }

  @Override
  public void stage(StageReport report) {
    recentSeconds =
        recentSeconds == 0
            ? report.seconds()
            : recentSeconds + (report.seconds() - recentSeconds) / RECENT;
    err.printf(
        Locale.ROOT,
        "  stage %2d: %3d stumps, hit rate %.4f, false alarms %.3f, negatives accepted %.3f, of all"
            + " windows %.1e; %.0f s, %s to stage %d at this pace%n",
        report.stage(),
        report.stumps(),
        report.hitRate(),
        report.falseAlarmRate(),
        report.acceptanceRatio(),
        report.overallFalseAlarmRate(),
        report.seconds(),
        duration(recentSeconds * (settings.maxStages() - report.stage())),
        settings.maxStages());
    err.flush();
  }

  @Override
  public void validated(List<CurvePoint> points) {
    CandidateCurve.best(points, settings.maxCandidates())
        .ifPresentOrElse(
            p ->
                err.printf(
                    Locale.ROOT,
                    "            validation: recall %.3f at %.2f candidates a label (minimum of"
                        + " neighbors %d)%n",
                    p.counts().recall(),
                    p.candidatesPerAnnotation(),
                    p.minNeighbors()),
            () ->
                err.printf(
                    Locale.ROOT,
                    "            validation: still more than %s candidates a label%n",
                    settings.maxCandidates()));
    err.flush();
  }

  /** Returns seconds in words that suit their size. */
  private static String duration(double seconds) {
    return seconds < 90
        ? String.format(Locale.ROOT, "%.0f s", seconds)
        : String.format(Locale.ROOT, "%.0f min", seconds / 60);
  }
}
