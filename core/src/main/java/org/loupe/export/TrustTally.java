package org.loupe.export;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;
import org.loupe.defect.MicrographResult;
import org.loupe.defect.Trust;

/**
 * How far the results of several micrographs may be believed.
 *
 * @param judged micrographs whose distance from the training micrographs is known
 * @param outside of these those that are unlike the training micrographs
 * @param firstOutside the first of them and what sets it apart, in words
 * @param predicted micrographs with a prediction of F1
 * @param sumOfF1 sum of the predictions
 * @param error mean absolute error of one prediction, the largest where members of a model have
 *     different ones; empty without predictions
 */
public record TrustTally(
    int judged,
    int outside,
    Optional<String> firstOutside,
    int predicted,
    double sumOfF1,
    OptionalDouble error) {

  /** No micrograph. */
  public static final TrustTally NONE =
      new TrustTally(0, 0, Optional.empty(), 0, 0, OptionalDouble.empty());

  /** Returns this with one more micrograph. */
  public TrustTally plus(MicrographResult result) {
    if (result.trust().isEmpty()) {
      return this;
    }
    Trust trust = result.trust().get();
    boolean out = trust.isOutOfDomain().orElse(false);
    return new TrustTally(
        judged + (trust.domainDistance().isPresent() ? 1 : 0),
        outside + (out ? 1 : 0),
        firstOutside.isPresent() || !out
            ? firstOutside
            : Optional.of(
                result.image() + trust.strangestTrait().map(trait -> ": " + trait).orElse("")),
        predicted + (trust.predictedF1().isPresent() ? 1 : 0),
        sumOfF1 + trust.predictedF1().orElse(0),
        larger(error, trust.predictedF1Error()));
  }

  private static OptionalDouble larger(OptionalDouble a, OptionalDouble b) {
    return DoubleStream.concat(a.stream(), b.stream()).max();
  }

  /** Returns the mean of the predicted F1; empty without predictions. */
  public OptionalDouble meanF1() {
    return predicted == 0 ? OptionalDouble.empty() : OptionalDouble.of(sumOfF1 / predicted);
  }

  /** Returns this as it stands in {@code summary.json}. */
  ObjectNode json() {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("images_judged", judged);
    node.put("images_out_of_domain", outside);
    node.put("images_with_predicted_f1", predicted);
    node.put("mean_predicted_f1", meanF1().isPresent() ? meanF1().getAsDouble() : null);
    node.put("predicted_f1_error", error.isPresent() ? error.getAsDouble() : null);
    return node;
  }
}
