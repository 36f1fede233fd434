package io.jfs.snapshotter;

import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelMetadata;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.DefaultChannelConfig;
import io.netty.channel.ServerChannel;
import io.netty.channel.nio.AbstractNioMessageChannel;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Netty's own channel for Unix sockets, but for a socket that listens already: Netty's insists on binding it. */
final class BoundServerChannel extends AbstractNioMessageChannel implements ServerChannel {
    private static final ChannelMetadata METADATA = new ChannelMetadata(false, 16);

    private final ServerSocketChannel socket;
    private final ChannelConfig config = new DefaultChannelConfig(this);
    private volatile boolean started;

    BoundServerChannel(ServerSocketChannel socket) {
        super(null, socket, SelectionKey.OP_ACCEPT);
        this.socket = socket;
    }

    @Override
    protected void doBind(SocketAddress address) {
        started = true;
    }

    @Override
    public boolean isActive() {
        return started && isOpen();
    }

    @Override
    protected int doReadMessages(List<Object> accepted) throws IOException {
        SocketChannel client = socket.accept();
        if (client == null) {
            return 0;
        }
        accepted.add(new NioDomainSocketChannel(this, client));
        return 1;
    }

    @Override
    public ChannelConfig config() {
        return config;
    }

    @Override
    public ChannelMetadata metadata() {
        return METADATA;
    }

    @Override
    protected void doClose() throws Exception {
        socket.close();
    }

    @Override
    protected @Nullable SocketAddress localAddress0() {
        try {
            return socket.getLocalAddress();
        } catch (IOException _) {
            return null;
        }
    }

    @Override
    protected @Nullable SocketAddress remoteAddress0() {
        return null;
    }

    @Override
    protected boolean doConnect(SocketAddress remote, SocketAddress local) {
        throw new UnsupportedOperationException("a server connects nowhere");
    }

    @Override
    protected void doFinishConnect() {
        throw new UnsupportedOperationException("a server connects nowhere");
    }

    @Override
    protected void doDisconnect() {
        throw new UnsupportedOperationException("a server is not connected");
    }

    @Override
    protected boolean doWriteMessage(Object message, ChannelOutboundBuffer buffer) {
        throw new UnsupportedOperationException("a server writes nothing");
    }
}
