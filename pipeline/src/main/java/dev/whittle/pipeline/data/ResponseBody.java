package dev.whittle.pipeline.data;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The body of an HTTP response, read piece by piece, each within a given time. The JDK's own body readers wait forever
 * when a server stops sending, or limit the time of the whole response.
 */
final class ResponseBody implements HttpResponse.BodySubscriber<ResponseBody>, AutoCloseable {
    /** Marks the end, after the last piece. */
    private static final Object END = new Object();

    private final CompletableFuture<ResponseBody> ready = new CompletableFuture<>();
    private final BlockingQueue<Object> arrived = new LinkedBlockingQueue<>();
    private Flow.Subscription subscription;

    @Override
    public CompletionStage<ResponseBody> getBody() {
        return ready;
    }

    @Override
    public void onSubscribe(Flow.Subscription newSubscription) {
        subscription = newSubscription;
        ready.complete(this);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        arrived.add(buffers);
    }

    @Override
    public void onError(Throwable failure) {
        arrived.add(failure);
        ready.complete(this);
    }

    @Override
    public void onComplete() {
        arrived.add(END);
    }

    /** The next piece, or null after the last. Only one piece at a time is requested, so little memory is used. */
    @SuppressWarnings("unchecked") // only onNext adds lists
    List<ByteBuffer> next(Duration stall) throws Download.NetworkFailure, IOException {
        if (subscription != null) {
            subscription.request(1);
        }
        Object next;
        try {
            next = arrived.poll(stall.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw Download.interrupted();
        }
        if (next == null) {
            throw new Download.NetworkFailure("nothing arrived for " + Download.seconds(stall), null);
        }
        if (next instanceof Throwable failure) {
            throw new Download.NetworkFailure(Download.reason(failure), failure);
        }
        return next == END ? null : (List<ByteBuffer>) next;
    }

    /** Cancels the rest of the response; without effect after the last piece. */
    @Override
    public void close() {
        if (subscription != null) {
            subscription.cancel();
        }
    }
}
