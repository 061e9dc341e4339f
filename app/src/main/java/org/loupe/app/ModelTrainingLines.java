package org.loupe.app;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import org.loupe.dataset.LabeledMicrograph;
import org.loupe.training.ModelProgress;
import org.loupe.training.cascade.CurvePoint;
import org.loupe.training.cascade.StageReport;

/** Tells how the training of a model goes on: a line a stage, a line an epoch. */
final class ModelTrainingLines implements ModelProgress {

  private final PrintWriter err;
  private final CascadeTrainingLines cascades;
  private long lastNanos = System.nanoTime();

  ModelTrainingLines(PrintWriter err, CascadeTrainingLines cascades) {
    this.err = err;
    this.cascades = cascades;
  }

  @Override
  public void training(
      int number, int of, List<LabeledMicrograph> training, List<LabeledMicrograph> validation) {
    err.print("cascade: ");
    cascades.training(number, of, training, validation);
  }

  @Override
  public void phase(String what) {
    cascades.phase(what);
  }

  @Override
  public void stage(StageReport report) {
    cascades.stage(report);
  }

  @Override
  public void validated(List<CurvePoint> points) {
    cascades.validated(points);
  }

  @Override
  public void network(int number, int of, int micrographs) {
    lastNanos = System.nanoTime();
    err.printf(
        Locale.ROOT, "network: training %d of %d: on %d micrographs%n", number, of, micrographs);
    err.flush();
  }

  @Override
  public void epoch(int number, int of, double loss) {
    long now = System.nanoTime();
    double seconds = (now - lastNanos) / 1e9;
    lastNanos = now;
    err.printf(
        Locale.ROOT,
        "  epoch %2d of %d: loss %.4f; %.0f s, %.0f min left for this network%n",
        number,
        of,
        loss,
        seconds,
        seconds * (of - number) / 60);
    err.flush();
  }

  @Override
  public void diverged(double learningRate) {
    err.printf(
        Locale.ROOT,
        "  the loss rises: once more from the beginning, with a learning rate of %s%n",
        learningRate);
    err.flush();
  }
}
