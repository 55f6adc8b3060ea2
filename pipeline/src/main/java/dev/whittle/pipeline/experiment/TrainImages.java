package dev.whittle.pipeline.experiment;

import dev.whittle.classify.model.JsonAt;
import dev.whittle.feature.data.Splits;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The numbers of training images of a learning curve, the key {@code trainImages} of an experiment. */
final class TrainImages {
    private TrainImages() {}

    /** Reads the list. @param all how many training images there are; {@link DataSpec#ALL} if that is not known */
    static List<Integer> decode(JsonAt at, int all) {
        List<Integer> sizes = new ArrayList<>();
        for (JsonAt size : at.oneOrMore()) {
            sizes.add((int) size.wholeNumber(1, Integer.MAX_VALUE));
        }
        if (sizes.isEmpty()) {
            throw at.error("the list is empty; name numbers of training images, or leave the key out");
        }
        check(
                text -> {
                    throw at.error(text);
                },
                sizes,
                all);
        return sizes;
    }

    /**
     * Reports what is wrong.
     *
     * @param all how many training images there are; {@link DataSpec#ALL} if not known
     * @return whether nothing is
     */
    static boolean check(Consumer<String> wrong, List<Integer> sizes, int all) {
        for (int i = 0; i < sizes.size(); i++) {
            if (sizes.get(i) < 1 || i > 0 && sizes.get(i) <= sizes.get(i - 1)) {
                wrong.accept("trainImages lists numbers of at least 1, each larger than the one before, got " + sizes);
                return false;
            }
        }
        if (all != DataSpec.ALL && !sizes.isEmpty() && sizes.get(sizes.size() - 1) > all) {
            wrong.accept("trainImages has " + sizes.get(sizes.size() - 1) + ", and there are " + all
                    + " images to train on");
            return false;
        }
        return true;
    }

    /**
     * Reports what is wrong of open images, for the first division with a fault.
     *
     * @param heldOut by which images candidates are chosen
     * @param choosing whether a head has candidates
     */
    static void check(
            Consumer<String> wrong, List<Integer> sizes, List<Splits> divisions, HeldOut heldOut, boolean choosing) {
        int validation = heldOut.images();
        for (Splits data : sizes.isEmpty() ? List.<Splits>of() : divisions) {
            int all = data.train().size() - validation;
            if (!check(wrong, sizes, all)) {
                return;
            }
            int least = sizes.get(0);
            if (choosing && heldOut.folds() == 0 && (long) least * validation / all == 0) {
                wrong.accept("trainImages has " + least + ", and of the " + validation
                        + " validation images, as large a share leaves none to choose among the candidates of a head"
                        + " by; take more images, or a larger data.validation");
                return;
            }
        }
    }
}
