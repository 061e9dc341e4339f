package org.loupe.screen;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.stream.IntStream;
import org.loupe.defect.Candidate;
import org.loupe.defect.Detection;
import org.loupe.geometry.Box;
import org.loupe.image.AreaSums;
import org.loupe.image.ByteImage;

/**
 * Screens candidates: judges each, refines its box, drops duplicates and the improbable.
 *
 * <p>Thread-safe. The result does not depend on the number of threads: patches go through the
 * network in batches of a fixed number, each in one thread.
 */
public final class Screener implements AutoCloseable {

  private static final int BATCH = 32;

  /**
   * A candidate to which the first pass gives less is not seen again: before calibration a chance
   * of 12 in 100; after it, of the models at hand, of 1 or 2 ({@code
   * docs/decisions/070-screening-network.md}).
   */
  private static final double PROMISING_LOGIT = -2;

  /** A refined box keeps at least this much of the frame's inside, in pixels. */
  private static final double MIN_INSIDE_PX = 1;

  private final ScreeningSettings settings;
  private final PatchCutter cutter;
  private final ScreenerNetwork network;

  /**
   * Loads a model.
   *
   * @throws ScreenerFormatException if its network is damaged or of another kind
   */
  public Screener(ScreenerModel model) throws ScreenerFormatException {
    settings = model.settings();
    cutter = new PatchCutter(settings.patch());
    network = new ScreenerNetwork(model.onnx(), settings.patch());
  }

  /**
   * Returns the detections among candidates, most probable first.
   *
   * @param pool whose threads do the work
   */
  public List<Detection> screen(
      ByteImage image, List<Candidate> candidates, String defectClass, ForkJoinPool pool) {
    return distinct(image, candidates, pool).stream()
        .filter(box -> box.probability() >= settings.minProbability())
        .map(box -> box.detection(defectClass))
        .toList();
  }

  /**
   * Returns the candidates with what the network says of them, without duplicates, most probable
   * first; the improbable ones too.
   *
   * @param pool whose threads do the work
   */
  public List<ScreenedBox> distinct(
      ByteImage image, List<Candidate> candidates, ForkJoinPool pool) {
    return DuplicateSuppression.suppress(judge(image, candidates, pool), settings.maxOverlap());
  }

  /**
   * Returns what the network says of each candidate, in their order; nothing is dropped.
   *
   * <p>Those that the first pass gives hardly a chance are not looked at again.
   *
   * @param pool whose threads do the work
   */
  public List<ScreenedBox> judge(ByteImage image, List<Candidate> candidates, ForkJoinPool pool) {
    List<Integer> all = IntStream.range(0, candidates.size()).boxed().toList();
    Box[] boxes = candidates.stream().map(Candidate::box).toArray(Box[]::new);
    double[] logits = new double[boxes.length];
    Pixels pixels = new Pixels(image, all.isEmpty() ? Optional.empty() : AreaSums.of(image));
    look(pixels, all, 1, boxes, logits, pool);
    List<Integer> promising = all.stream().filter(i -> logits[i] > PROMISING_LOGIT).toList();
    for (int pass = 1; pass < settings.passes(); pass++) {
      look(pixels, promising, settings.views(), boxes, logits, pool);
    }
    List<ScreenedBox> judged = new ArrayList<>();
    for (int i = 0; i < boxes.length; i++) {
      judged.add(
          new ScreenedBox(candidates.get(i), boxes[i], logits[i], settings.probability(logits[i])));
    }
    return judged;
  }

  /** What patches are cut out of. */
  private record Pixels(ByteImage image, Optional<AreaSums> sums) {}

  /** Judges some of the boxes, in batches, and puts the refined ones in their places. */
  private void look(
      Pixels pixels,
      List<Integer> which,
      int views,
      Box[] boxes,
      double[] logits,
      ForkJoinPool pool) {
    int each = Math.max(1, BATCH / views);
    int batches = (which.size() + each - 1) / each;
    Runnable all =
        () ->
            IntStream.range(0, batches)
                .parallel()
                .forEach(
                    b -> {
                      int from = b * each;
                      int to = Math.min(from + each, which.size());
                      look(pixels, which.subList(from, to), views, boxes, logits);
                    });
    if (ForkJoinTask.getPool() == pool) {
      all.run();
    } else {
      pool.invoke(ForkJoinTask.adapt(all));
    }
  }

  private void look(Pixels pixels, List<Integer> which, int views, Box[] boxes, double[] logits) {
    ByteImage image = pixels.image();
    PatchSettings shape = settings.patch();
    int samples = shape.samples();
    float[] patches = new float[which.size() * views * samples];
    float[] scalars = new float[which.size() * views * PatchScaling.SCALARS];
    for (int i = 0; i < which.size(); i++) {
      Box box = boxes[which.get(i)];
      float[] patch = cutter.cut(image, pixels.sums(), box);
      int at = i * views * PatchScaling.SCALARS;
      PatchScaling.scale(patch, shape.channels(), Math.max(box.width(), box.height()), scalars, at);
      for (int v = 0; v < views; v++) {
        float[] turned = v == 0 ? patch : PatchSymmetry.view(v).turned(patch, shape.sizePx());
        System.arraycopy(turned, 0, patches, (i * views + v) * samples, samples);
        int to = at + v * PatchScaling.SCALARS;
        System.arraycopy(scalars, at, scalars, to, PatchScaling.SCALARS);
      }
    }
    List<Verdict> verdicts = network.judge(patches, scalars);
    for (int i = 0; i < which.size(); i++) {
      Verdict mean = mean(verdicts.subList(i * views, (i + 1) * views));
      int to = which.get(i);
      logits[to] = mean.logit();
      boxes[to] = inside(mean.delta().from(boxes[to]), image.width(), image.height());
    }
  }

  /** Returns the mean of what a network says of views, each turned back first. */
  private static Verdict mean(List<Verdict> views) {
    double logit = 0;
    double dx = 0;
    double dy = 0;
    double logWidth = 0;
    double logHeight = 0;
    for (int v = 0; v < views.size(); v++) {
      logit += views.get(v).logit();
      BoxDelta delta = PatchSymmetry.view(v).turnedBack(views.get(v).delta());
      dx += delta.dx();
      dy += delta.dy();
      logWidth += delta.logWidth();
      logHeight += delta.logHeight();
    }
    int count = views.size();
    return new Verdict(
        logit / count, new BoxDelta(dx / count, dy / count, logWidth / count, logHeight / count));
  }

  /** Returns the part of a box within the frame, or a sliver at its border. */
  static Box inside(Box box, int width, int height) {
    double x = Math.max(0, Math.min(box.x(), width - MIN_INSIDE_PX));
    double y = Math.max(0, Math.min(box.y(), height - MIN_INSIDE_PX));
    double right = Math.max(x + MIN_INSIDE_PX, Math.min(box.right(), width));
    double bottom = Math.max(y + MIN_INSIDE_PX, Math.min(box.bottom(), height));
    return new Box(x, y, right - x, bottom - y);
  }

  @Override
  public void close() {
    network.close();
  }
}
