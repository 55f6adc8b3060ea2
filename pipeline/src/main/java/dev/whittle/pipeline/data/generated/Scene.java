package dev.whittle.pipeline.data.generated;

import dev.whittle.feature.Rng;
import dev.whittle.pipeline.data.generated.Canvas.Paint;
import dev.whittle.pipeline.data.generated.Canvas.Place;
import java.util.Set;

/**
 * Paints one picture. All random values are drawn in one fixed order, whatever the subject is and whether they are used
 * or not. So switching one factor off leaves the others as they were, and two subjects can be painted in the same
 * scene. Lengths are in 32nds of the picture's side.
 */
final class Scene {
    private static final int MOST_CLUTTER = 4;
    private static final float NOISE = 10;
    /** The largest distance of an object's edge from the middle of the picture. */
    private static final float ROOM = 14.5f;
    /**
     * The same for two parts, which keep away from the frame. Patches across the frame are not in a bag of words. If
     * patches with the upper edge of a part were missing, the words would tell which part is above.
     */
    private static final float ROOM_FOR_TWO = 13.5f;

    private static final float FARTHEST = 4.5f;
    /** Half the gap between two parts, for discs. */
    private static final float HALF_GAP = 2.75f;

    private static final float TURN = 2 * (float) Math.PI;

    /** What may vary from picture to picture. */
    enum Factor {
        COLOR,
        POSITION,
        SCALE,
        ROTATION,
        LIGHT,
        NOISE,
        CLUTTER
    }

    private final Set<Factor> varied;
    private final Rng random;
    private final float unit;

    /**
     * @param varied the factors that vary
     * @param size width and height in pixels
     */
    Scene(Set<Factor> varied, int size, Rng random) {
        this.varied = varied;
        this.random = random;
        this.unit = size / 32f;
    }

    void paint(Subject subject, Canvas canvas) {
        canvas.clear(color(75, 50, 100, 0, 0, 25));
        for (int i = 0; i < MOST_CLUTTER; i++) {
            clutter(canvas);
        }
        object(subject, canvas);
        light(canvas);
        if (varied.contains(Factor.NOISE)) {
            canvas.noise(NOISE, random);
        }
    }

    private void clutter(Canvas canvas) {
        boolean there = random.nextInt(4) > 0;
        Outline shape = Outline.values()[random.nextInt(3)];
        Place place = Place.turned(
                unit * uniform(0, 32), unit * uniform(0, 32), unit * uniform(1.2f, 2.4f), uniform(0, TURN));
        float[] color = color(105, 50, 160, 55, 20, 90);
        if (varied.contains(Factor.CLUTTER) && there) {
            canvas.paint(shape, place, Paint.plain(color));
        }
    }

    private void object(Subject subject, Canvas canvas) {
        float radius = subject.radius * either(Factor.SCALE, 1, 0.8f, 1.2f);
        float fromMiddle = subject.parts.size() == 1 ? 0 : radius + HALF_GAP;
        float room = (subject.parts.size() == 1 ? ROOM : ROOM_FOR_TWO) - reach(subject) * radius;
        float x = 16 + either(Factor.POSITION, 0, -1, 1) * Math.min(FARTHEST, room);
        float y = 16 + either(Factor.POSITION, 0, -1, 1) * Math.min(FARTHEST, room - fromMiddle);
        float shift = unit * either(Factor.POSITION, 0, 0, 32);
        float angle = either(Factor.ROTATION, 0, -TURN / 24, TURN / 24);
        Place middle = Place.turned(unit * x, unit * y, unit * radius, angle);

        float luma = either(Factor.COLOR, 145, 125, 165);
        float chroma = either(Factor.COLOR, 85, 70, 100);
        float anyHue = either(Factor.COLOR, TURN / 4, 0, TURN);
        float jitter = either(Factor.COLOR, 0, -TURN / 20, TURN / 20);
        float stripe = 2.2f * radius / subject.radius * unit;
        for (int p = 0; p < subject.parts.size(); p++) {
            Subject.Part part = subject.parts.get(p);
            float hue = switch (part.hue()) {
                case ANY -> anyHue;
                case RED -> Palette.RED + jitter;
                case BLUE -> Palette.BLUE - jitter;
            };
            float[] dark = Palette.color(0.5f * luma, 0.5f * chroma, hue);
            Paint paint = new Paint(Palette.color(luma, chroma, hue), part.texture(), dark, stripe, shift);
            canvas.paint(part.shape(), middle.below((2 * p - 1) * unit * fromMiddle), paint);
        }
    }

    /**
     * The largest reach of a part in the subject and in the other one of its pair, so that both have the same room to
     * move.
     */
    private static float reach(Subject subject) {
        float reach = 0;
        for (Subject s : new Subject[] {subject, Subject.values()[subject.ordinal() ^ 1]}) {
            for (Subject.Part part : s.parts) {
                reach = Math.max(reach, part.shape().reach);
            }
        }
        return reach;
    }

    private void light(Canvas canvas) {
        float gain = either(Factor.LIGHT, 1, 0.75f, 1.1f);
        float slope = either(Factor.LIGHT, 0, 0, 0.35f);
        float direction = uniform(0, TURN);
        canvas.light(gain, slope * (float) StrictMath.cos(direction), slope * (float) StrictMath.sin(direction));
    }

    private float[] color(float luma, float lowLuma, float highLuma, float chroma, float lowChroma, float highChroma) {
        return Palette.color(
                either(Factor.COLOR, luma, lowLuma, highLuma),
                either(Factor.COLOR, chroma, lowChroma, highChroma),
                either(Factor.COLOR, TURN / 2, 0, TURN));
    }

    /** Draws a number in any case, and returns the fixed value if the factor is off. */
    private float either(Factor factor, float fixed, float low, float high) {
        float drawn = uniform(low, high);
        return varied.contains(factor) ? drawn : fixed;
    }

    private float uniform(float low, float high) {
        return low + random.nextFloat() * (high - low);
    }
}
