package org.loupe.screen;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.stream.IntStream;
import org.loupe.defect.Candidate;
import org.loupe.defect.Detection;
import org.loupe.geometry.Box;
import org.loupe.image.ByteImage;

/**
 * Screens candidates: judges each, refines its box, drops duplicates and the improbable.
 *
 * <p>Thread-safe. The result does not depend on the number of threads: patches go through the
 * network in batches of a fixed number, each in one thread.
 */
public final class Screener implements AutoCloseable {

  private static final int BATCH = 32;

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
    List<Detection> detections = new ArrayList<>();
    for (ScreenedBox box :
        DuplicateSuppression.suppress(judge(image, candidates, pool), settings.maxOverlap())) {
      if (box.probability() >= settings.minProbability()) {
        detections.add(
            new Detection(
                defectClass,
                box.box(),
                OptionalDouble.of(box.candidate().score()),
                OptionalDouble.of(box.probability())));
      }
    }
    return detections;
  }

  /**
   * Returns what the network says of each candidate, in their order; nothing is dropped.
   *
   * @param pool whose threads do the work
   */
  public List<ScreenedBox> judge(ByteImage image, List<Candidate> candidates, ForkJoinPool pool) {
    ScreenedBox[] judged = new ScreenedBox[candidates.size()];
    int batches = (candidates.size() + BATCH - 1) / BATCH;
    Runnable all =
        () ->
            IntStream.range(0, batches)
                .parallel()
                .forEach(
                    b -> {
                      int from = b * BATCH;
                      int to = Math.min(from + BATCH, judged.length);
                      List<ScreenedBox> batch = judge(image, candidates.subList(from, to));
                      for (int i = from; i < to; i++) {
                        judged[i] = batch.get(i - from);
                      }
                    });
    if (ForkJoinTask.getPool() == pool) {
      all.run();
    } else {
      pool.invoke(ForkJoinTask.adapt(all));
    }
    return Arrays.asList(judged);
  }

  private List<ScreenedBox> judge(ByteImage image, List<Candidate> candidates) {
    List<Box> boxes = candidates.stream().map(Candidate::box).toList();
    List<Verdict> verdicts = List.of();
    for (int pass = 0; pass < settings.passes(); pass++) {
      verdicts = look(image, boxes);
      List<Box> refined = new ArrayList<>();
      for (int i = 0; i < boxes.size(); i++) {
        refined.add(
            inside(verdicts.get(i).delta().from(boxes.get(i)), image.width(), image.height()));
      }
      boxes = refined;
    }
    List<ScreenedBox> judged = new ArrayList<>();
    for (int i = 0; i < boxes.size(); i++) {
      Verdict verdict = verdicts.get(i);
      judged.add(
          new ScreenedBox(
              candidates.get(i),
              boxes.get(i),
              verdict.logit(),
              settings.probability(verdict.logit())));
    }
    return judged;
  }

  private List<Verdict> look(ByteImage image, List<Box> boxes) {
    int samples = settings.patch().samples();
    float[] patches = new float[boxes.size() * samples];
    float[] scalars = new float[boxes.size() * PatchScaling.SCALARS];
    for (int i = 0; i < boxes.size(); i++) {
      Box box = boxes.get(i);
      float[] patch = cutter.cut(image, box);
      PatchScaling.scale(
          patch,
          settings.patch().channels(),
          Math.max(box.width(), box.height()),
          scalars,
          i * PatchScaling.SCALARS);
      System.arraycopy(patch, 0, patches, i * samples, samples);
    }
    return network.judge(patches, scalars);
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
