package dev.whittle.pipeline.explore;

import java.util.List;

/**
 * One figure of the page: a drawing for each combination of the positions of its sliders.
 *
 * @param anchor by which a link finds it, such as "polar"; lower case, digits and hyphens
 * @param title what it is about
 * @param equation what is computed, as text with the usual symbols
 * @param see one sentence: what there is to see
 * @param sliders from the slowest to the fastest in the order of the states; empty for a figure of one state
 * @param states one for each combination of positions, the last slider first
 * @param network what runs in the page; null for most figures
 */
public record Figure(
        String anchor,
        String title,
        String equation,
        String see,
        List<Slider> sliders,
        List<State> states,
        PageNetwork network) {
    /**
     * A slider.
     *
     * @param name what it chooses, such as "hidden units"
     * @param positions the text of each position, at least two
     * @param start the position at which it stands at first, from 0
     */
    public record Slider(String name, List<String> positions, int start) {
        public Slider {
            positions = List.copyOf(positions);
            // The page separates the texts by a bar.
            if (positions.size() < 2
                    || start < 0
                    || start >= positions.size()
                    || positions.stream().anyMatch(text -> text.contains("|"))) {
                throw new IllegalArgumentException("The slider '" + name + "' needs two positions or more, without a"
                        + " bar, and starts at one of them, got " + positions + " and " + start);
            }
        }
    }

    /**
     * What is shown at one combination of positions.
     *
     * @param drawing one or more drawings as SVG, side by side; see {@link Plot}
     * @param reading the figures of this state in words, which a screen reader reads too; its negative numbers get a
     *     real minus sign
     */
    public record State(List<String> drawing, String reading) {
        public State {
            drawing = List.copyOf(drawing);
            reading = Words.minus(reading);
        }

        public static State of(Plot plot, String reading) {
            return new State(List.of(plot.svg()), reading);
        }
    }

    public Figure {
        sliders = List.copyOf(sliders);
        states = List.copyOf(states);
        int combinations = sliders.stream().mapToInt(s -> s.positions().size()).reduce(1, Math::multiplyExact);
        if (!anchor.matches("[a-z][a-z0-9-]*") || states.size() != combinations) {
            throw new IllegalArgumentException("The figure '" + anchor + "' has " + states.size() + " states for "
                    + combinations + " combinations of its sliders; its anchor needs letters, digits and hyphens");
        }
    }

    /** A figure without a network that runs in the page. */
    public Figure(String anchor, String title, String equation, String see, List<Slider> sliders, List<State> states) {
        this(anchor, title, equation, see, sliders, states, null);
    }

    /** A figure without sliders. */
    public static Figure still(String anchor, String title, String equation, String see, State state) {
        return new Figure(anchor, title, equation, see, List.of(), List.of(state));
    }

    /** The state at which the sliders stand at first. */
    public int start() {
        int index = 0;
        for (Slider slider : sliders) {
            index = index * slider.positions().size() + slider.start();
        }
        return index;
    }
}
