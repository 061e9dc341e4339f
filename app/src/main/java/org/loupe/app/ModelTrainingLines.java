package org.loupe.app;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import org.loupe.dataset.LabeledMicrograph;
import org.loupe.training.ModelProgress;
import org.loupe.training.cascade.CurvePoint;
import org.loupe.training.cascade.StageReport;
import org.loupe.training.screen.ScreenerProgress;

/** Tells how the training of a model goes on: a line a stage, a line an epoch. */
final class ModelTrainingLines implements ModelProgress {

  private final PrintWriter err;
  private final CascadeTrainingLines cascades;

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
  public ScreenerProgress network(int number, int of, int micrographs) {
    print("network %d of %d: training on %d micrographs%n", number, of, micrographs);
    return new NetworkLines(number, of);
  }

  private void print(String format, Object... values) {
    err.printf(Locale.ROOT, format, values);
    err.flush();
  }

  /** The lines of one network; several are trained at a time. */
  private final class NetworkLines implements ScreenerProgress {

    private final int number;
    private final int networks;
    private long lastNanos = System.nanoTime();

    NetworkLines(int number, int networks) {
      this.number = number;
      this.networks = networks;
    }

    @Override
    public void epoch(int epoch, int of, double loss) {
      long now = System.nanoTime();
      double seconds = (now - lastNanos) / 1e9;
      lastNanos = now;
      print(
          "network %d of %d: epoch %2d of %d: loss %.4f; %.0f s, %.0f min left for this network%n",
          number, networks, epoch, of, loss, seconds, seconds * (of - epoch) / 60);
    }

    @Override
    public void diverged(double learningRate) {
      print(
          "network %d of %d: the loss rises: once more from the beginning, with a learning rate of"
              + " %s%n",
          number, networks, learningRate);
    }
  }
}
