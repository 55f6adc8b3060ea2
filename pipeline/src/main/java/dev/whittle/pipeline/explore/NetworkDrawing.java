package dev.whittle.pipeline.explore;

import dev.whittle.classify.nn.Conv2d;
import dev.whittle.classify.nn.GlobalAveragePool;
import dev.whittle.classify.nn.Layer;
import dev.whittle.classify.nn.Linear;
import dev.whittle.classify.nn.Network;
import dev.whittle.classify.nn.Pool2d;
import dev.whittle.classify.nn.Slice;
import dev.whittle.classify.optim.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A network as boxes and arrows from above to below, in the manner of Sugiyama, Tagawa and Toda (1981): a box is one
 * level above the first that needs it, what passes levels has a place of its own in each of them, the places of a level
 * are ordered by the mean of their neighbours, and then moved towards it.
 */
final class NetworkDrawing {
    private static final double BOX_WIDTH = 78;
    private static final double BOX_HEIGHT = 30;
    private static final double PASS_WIDTH = 12;
    private static final double LEVEL_HEIGHT = 46;
    private static final double GAP = 6;
    private static final int SWEEPS = 12;

    /** A box, or what passes a level below the box {@code of}. Box 0 is the features. */
    private static final class Place {
        private final int of;
        private final boolean box;
        private final int level;
        private final List<Place> above = new ArrayList<>();
        private final List<Place> below = new ArrayList<>();
        private double x;

        private Place(int of, boolean box, int level) {
            this.of = of;
            this.box = box;
            this.level = level;
        }

        private double width() {
            return box ? BOX_WIDTH : PASS_WIDTH;
        }

        private static double mean(List<Place> places, double otherwise) {
            return places.stream().mapToDouble(p -> p.x).average().orElse(otherwise);
        }

        private double meanOfBoth() {
            List<Place> both = new ArrayList<>(above);
            both.addAll(below);
            return mean(both, x);
        }
    }

    private final List<Network.Step> steps;
    private final List<List<Place>> levels = new ArrayList<>();

    private NetworkDrawing(Network network) {
        steps = network.steps();
        place();
        for (int sweep = 0; sweep < SWEEPS; sweep++) {
            boolean down = sweep % 2 == 0;
            for (int i = 1; i < levels.size(); i++) {
                List<Place> level = levels.get(down ? i : levels.size() - 1 - i);
                level.sort(Comparator.comparingDouble(p -> Place.mean(down ? p.above : p.below, p.x)));
                line(level);
            }
        }
        for (int sweep = 0; sweep < SWEEPS; sweep++) {
            levels.forEach(NetworkDrawing::move);
        }
    }

    private void place() {
        int n = steps.size();
        int[] depth = new int[n + 1];
        for (int i = 1; i <= n; i++) {
            for (int input : steps.get(i - 1).inputs()) {
                depth[i] = Math.max(depth[i], depth[input] + 1);
            }
        }
        int[] level = new int[n + 1];
        Arrays.fill(level, depth[n]);
        for (int i = n; i > 0; i--) {
            for (int input : steps.get(i - 1).inputs()) {
                level[input] = Math.min(level[input], level[i] - 1);
            }
        }
        IntStream.rangeClosed(0, depth[n]).forEach(l -> levels.add(new ArrayList<>()));
        Place[] last = new Place[n + 1];
        for (int i = 0; i <= n; i++) {
            last[i] = new Place(i, true, level[i]);
            levels.get(level[i]).add(last[i]);
        }
        // All that takes the same value shares the places of its way down.
        for (int i = 0; i <= n; i++) {
            Place from = last[i];
            for (int l = level[i] + 1; l <= depth[n]; l++) {
                Place pass = new Place(i, false, l);
                boolean further = false;
                for (int to = i + 1; to <= n; to++) {
                    if (steps.get(to - 1).inputs().contains(i)) {
                        if (level[to] == l) {
                            join(from, last[to]);
                        }
                        further |= level[to] > l;
                    }
                }
                if (!further) {
                    break;
                }
                join(from, pass);
                levels.get(l).add(pass);
                from = pass;
            }
        }
        levels.forEach(NetworkDrawing::line);
    }

    private static void join(Place above, Place below) {
        above.below.add(below);
        below.above.add(above);
    }

    /** Sets the places of a level side by side, around 0. */
    private static void line(List<Place> level) {
        double width = level.stream().mapToDouble(p -> p.width() + GAP).sum();
        double at = -width / 2;
        for (Place p : level) {
            p.x = at + (p.width() + GAP) / 2;
            at += p.width() + GAP;
        }
    }

    /** Moves the places of a level as near as possible to the means of their neighbours, without overlap. */
    private static void move(List<Place> level) {
        double[] wanted = level.stream().mapToDouble(Place::meanOfBoth).toArray();
        double[] distance = new double[wanted.length];
        for (int i = 1; i < wanted.length; i++) {
            distance[i] = (level.get(i - 1).width() + level.get(i).width()) / 2 + GAP;
        }
        double[] places = Spread.of(wanted, distance);
        for (int i = 0; i < places.length; i++) {
            level.get(i).x = places[i];
        }
    }

    /** @param title what it shows, for those who cannot see it */
    static String svg(String title, Network network) {
        return new NetworkDrawing(network).draw(title);
    }

    private String draw(String title) {
        List<Place> all = levels.stream().flatMap(List::stream).toList();
        double left = all.stream().mapToDouble(p -> p.x - p.width() / 2).min().orElseThrow() - 2;
        double right = all.stream().mapToDouble(p -> p.x + p.width() / 2).max().orElseThrow() + 2;
        Diagram diagram = new Diagram(title, right - left, (levels.size() - 1) * LEVEL_HEIGHT + BOX_HEIGHT + 4);
        for (Place p : all) {
            double x = p.x - left;
            double top = 2 + p.level * LEVEL_HEIGHT;
            double bottom = top + BOX_HEIGHT;
            for (Place to : p.below) {
                double[] across = {x, to.x - left + (to.box ? end(p, to) : 0)};
                double[] down = {bottom, top + LEVEL_HEIGHT};
                if (to.box) {
                    diagram.arrow("soft thin", across, down);
                } else {
                    diagram.line("soft thin", across, down);
                }
            }
            if (p.box) {
                String style = p.of == 0 ? "soft" : shared(p.of) ? "c1 dash" : "c0";
                diagram.box(style, x, (top + bottom) / 2, BOX_WIDTH, BOX_HEIGHT, words(p.of));
            } else {
                diagram.line("soft thin", new double[] {x, x}, new double[] {top, bottom});
            }
        }
        return diagram.svg();
    }

    /** Where an arrow ends at a box, beside the others from left to right: how far from its middle. */
    private static double end(Place from, Place box) {
        List<Place> sources = box.above.stream()
                .sorted(Comparator.comparingDouble((Place q) -> q.x))
                .toList();
        double step = Math.min(18, BOX_WIDTH / (sources.size() + 1));
        return step * (sources.indexOf(from) - (sources.size() - 1) / 2.0);
    }

    /** Whether another layer has parameters of this one. */
    private boolean shared(int box) {
        Layer layer = steps.get(box - 1).layer();
        for (Network.Step other : steps) {
            for (Parameter p : layer.parameters()) {
                if (other.layer() != layer && other.layer().parameters().contains(p)) {
                    return true;
                }
            }
        }
        return false;
    }

    private List<String> words(int box) {
        if (box == 0) {
            return List.of("features");
        }
        Layer layer = steps.get(box - 1).layer();
        String name = layer.getClass().getSimpleName();
        if (layer instanceof Conv2d c) {
            name = "conv " + c.window().size() + "×" + c.window().size();
        } else if (layer instanceof Pool2d p) {
            name = "pool " + p.window().size() + "×" + p.window().size();
        } else if (layer instanceof Linear l) {
            String first = l.parameters().get(0).name();
            name = shared(box) ? "Linear " + first : "Linear";
        } else if (layer instanceof Slice) {
            name = "slice";
        } else if (layer instanceof GlobalAveragePool) {
            name = "mean pool";
        }
        return List.of(name, steps.get(box - 1).output().toString().replace('x', '×'));
    }
}
