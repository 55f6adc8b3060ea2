package dev.whittle.classify.optim;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.classify.Samples;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** Notes which samples come in which step. */
class Orders implements Trainable {
    final List<List<Integer>> batches = new ArrayList<>();
    final List<Long> steps = new ArrayList<>();
    final Set<Integer> heldOut = new HashSet<>();
    final Parameter w = new Parameter("w", new float[1], true);
    /** The mean loss of the first batch before training. */
    double first = 1;
    /** The loss on what is held out, by call; without, that of the last batch after training is 1. */
    final double[] losses;

    private int evaluations;

    final List<Float> values = new ArrayList<>();

    Orders(double... losses) {
        this.losses = losses;
    }

    @Override
    public String structure() {
        return "orders";
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(w);
    }

    @Override
    public Seen gradient(Samples samples, int[] order, int from, int to, long step) {
        batches.add(IntStream.range(from, to).mapToObj(i -> order[i]).toList());
        steps.add(step);
        w.gradient()[0] = 1;
        return new Seen(to - from, to - from - 1);
    }

    @Override
    public Seen evaluate(Samples samples, int[] order, int from, int to) {
        if (evaluations++ == 0) {
            return new Seen(first * (to - from), 0);
        }
        if (losses.length == 0) {
            return new Seen(to - from, 0);
        }
        Set<Integer> now = new HashSet<>();
        for (int i = from; i < to; i++) {
            now.add(order[i]);
        }
        assertTrue(heldOut.isEmpty() || heldOut.equals(now));
        heldOut.addAll(now);
        values.add(w.values()[0]);
        return new Seen(losses[values.size() - 1] * (to - from), 0);
    }
}
