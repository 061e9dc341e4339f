package org.loupe.training.screen;

import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.stream.IntStream;
import org.loupe.defect.Candidate;
import org.loupe.image.ByteImage;
import org.loupe.screen.PatchScaling;
import org.loupe.screen.ScreenedBox;
import org.loupe.screen.ScreenerFormatException;
import org.loupe.screen.ScreenerNetwork;
import org.loupe.screen.Verdict;

/**
 * Screens candidates with the publication's network, run by ONNX Runtime: each is looked at once,
 * upright, and keeps its box. Thread-safe.
 */
public final class ScreenerLi2018 implements AutoCloseable {

  private static final int BATCH = 32;

  private final ScreenerNetwork network;

  /**
   * Loads a network.
   *
   * @param onnx from {@link TrainerLi2018}
   * @throws ScreenerFormatException if it is damaged or of another kind
   */
  public ScreenerLi2018(byte[] onnx) throws ScreenerFormatException {
    network = new ScreenerNetwork(onnx, PatchLi2018.shape());
  }

  /**
   * Returns what the network says of each candidate, in their order; nothing is dropped.
   *
   * @param pool whose threads do the work
   */
  public List<ScreenedBox> judge(ByteImage image, List<Candidate> candidates, ForkJoinPool pool) {
    int batches = (candidates.size() + BATCH - 1) / BATCH;
    return pool.invoke(
        ForkJoinTask.adapt(
            () ->
                IntStream.range(0, batches)
                    .parallel()
                    .mapToObj(
                        b ->
                            look(
                                image,
                                candidates.subList(
                                    b * BATCH, Math.min((b + 1) * BATCH, candidates.size()))))
                    .flatMap(List::stream)
                    .toList()));
  }

  private List<ScreenedBox> look(ByteImage image, List<Candidate> candidates) {
    float[] patches = new float[candidates.size() * PatchLi2018.SAMPLES];
    for (int i = 0; i < candidates.size(); i++) {
      System.arraycopy(
          PatchLi2018.cut(image, candidates.get(i).box()),
          0,
          patches,
          i * PatchLi2018.SAMPLES,
          PatchLi2018.SAMPLES);
    }
    List<Verdict> verdicts =
        network.judge(patches, new float[candidates.size() * PatchScaling.SCALARS]);
    return IntStream.range(0, candidates.size())
        .mapToObj(
            i -> {
              double logit = verdicts.get(i).logit();
              return new ScreenedBox(
                  candidates.get(i), candidates.get(i).box(), logit, 1 / (1 + Math.exp(-logit)));
            })
        .toList();
  }

  @Override
  public void close() {
    network.close();
  }
}
