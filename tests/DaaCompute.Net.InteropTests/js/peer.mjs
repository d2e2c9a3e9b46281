// A stock js-libp2p peer, driven by JSON lines: {"id":1,"command":"ping","peer":"…"} on stdin is answered by
// {"id":1,"result":…} or {"id":1,"error":{"name":…,"message":…}} on stdout; {"event":…} lines come in between.
// Bytes travel as base64. It ends when stdin does.
import './polyfill.mjs'
import { createInterface } from 'node:readline'
import { gossipsub } from '@libp2p/gossipsub'
import { identify, identifyPush } from '@libp2p/identify'
import { kadDHT, passthroughMapper } from '@libp2p/kad-dht'
import { mdns } from '@libp2p/mdns'
import { noise } from '@libp2p/noise'
import { peerIdFromString } from '@libp2p/peer-id'
import { ping } from '@libp2p/ping'
import { tcp } from '@libp2p/tcp'
import { webSockets } from '@libp2p/websockets'
import { yamux } from '@libp2p/yamux'
import { multiaddr } from '@multiformats/multiaddr'
import { createLibp2p } from 'libp2p'
import { CID } from 'multiformats/cid'
import * as Digest from 'multiformats/hashes/digest'

// A query that finds nothing ends here, not with the test.
const QUERY_TIMEOUT = 30_000
const RAW = 0x55
const LISTEN = { tcp: '/ip4/127.0.0.1/tcp/0', ws: '/ip4/127.0.0.1/tcp/0/ws' }

let node

const write = (line) => process.stdout.write(`${JSON.stringify(line)}\n`)
const encode = (bytes) => Buffer.from(bytes).toString('base64')
const decode = (text) => new Uint8Array(Buffer.from(text, 'base64'))
const cidOf = (multihash) => CID.createV1(RAW, Digest.decode(decode(multihash)))
const describe = (peer) => ({ id: peer.id.toString(), addresses: peer.multiaddrs.map(String) })
const limit = () => ({ signal: AbortSignal.timeout(QUERY_TIMEOUT) })

// options: transports ["tcp", "ws"], listen [multiaddr], kad "/…/kad/1.0.0", namespaces ["daa"], clientMode,
// gossip "StrictSign" | "StrictNoSign", gossipOptions {…}, mdns {…}
async function start (options) {
  const transports = options.transports ?? ['tcp']
  const services = { identify: identify(), identifyPush: identifyPush(), ping: ping() }
  if (options.kad !== undefined) {
    const namespaces = options.namespaces ?? []
    services.dht = kadDHT({
      protocol: options.kad,
      clientMode: options.clientMode ?? false,
      peerInfoMapper: passthroughMapper,
      validators: Object.fromEntries(namespaces.map((name) => [name, async () => {}])),
      selectors: Object.fromEntries(namespaces.map((name) => [name, () => 0]))
    })
  }

  if (options.gossip !== undefined) {
    services.pubsub = gossipsub({ globalSignaturePolicy: options.gossip, ...options.gossipOptions })
  }

  node = await createLibp2p({
    addresses: { listen: options.listen ?? transports.map((name) => LISTEN[name]) },
    transports: transports.map((name) => (name === 'ws' ? webSockets() : tcp())),
    connectionEncrypters: [noise()],
    streamMuxers: [yamux()],
    peerDiscovery: options.mdns === undefined ? [] : [mdns(options.mdns)],
    services
  })
  report()
  return { id: node.peerId.toString(), addresses: node.getMultiaddrs().map(String) }
}

function report () {
  for (const event of ['peer:connect', 'peer:disconnect']) {
    node.addEventListener(event, ({ detail }) => write({ event, peer: detail.toString() }))
  }

  node.addEventListener('peer:discovery', ({ detail }) => write({
    event: 'peer:discovery', peer: detail.id.toString(), addresses: detail.multiaddrs.map(String)
  }))
  node.addEventListener('peer:identify', ({ detail }) => write({
    event: 'peer:identify',
    peer: detail.peerId.toString(),
    agent: detail.agentVersion,
    protocols: detail.protocols,
    addresses: detail.listenAddrs.map(String),
    observed: detail.observedAddr?.toString(),
    record: detail.signedPeerRecord?.addresses.map(String),
    sequence: detail.signedPeerRecord?.seq.toString()
  }))
  node.services.pubsub?.addEventListener('subscription-change', ({ detail }) => {
    for (const { topic, subscribe } of detail.subscriptions) {
      write({ event: 'subscription', peer: detail.peerId.toString(), topic, subscribe })
    }
  })
  node.services.pubsub?.addEventListener('gossipsub:graft', ({ detail }) => write({
    event: 'graft', peer: detail.peerId, topic: detail.topic, direction: detail.direction
  }))
  node.services.pubsub?.addEventListener('message', ({ detail }) => write({
    event: 'message',
    topic: detail.topic,
    from: detail.from?.toString(),
    signed: detail.type === 'signed',
    data: encode(detail.data)
  }))
}

async function collect (source, select) {
  const found = []
  for await (const item of source) {
    found.push(select(item))
  }

  return found
}

const commands = {
  start,
  dial: async ({ address }) => (await node.dial(multiaddr(address), limit())).remotePeer.toString(),
  hangUp: async ({ peer }) => { await node.hangUp(peerIdFromString(peer)) },
  ping: async ({ peer }) => node.services.ping.ping(peerIdFromString(peer), limit()),
  peers: async () => node.getConnections().map((connection) => ({
    peer: connection.remotePeer.toString(),
    address: connection.remoteAddr.toString(),
    security: connection.encryption,
    multiplexer: connection.multiplexer,
    direction: connection.direction
  })),
  known: async ({ peer }) => {
    const { id, addresses, protocols } = await node.peerStore.get(peerIdFromString(peer))
    return { id: id.toString(), addresses: addresses.map(({ multiaddr }) => multiaddr.toString()), protocols }
  },
  provide: async ({ multihash }) => { await node.contentRouting.provide(cidOf(multihash), limit()) },
  findProviders: async ({ multihash }) => collect(node.contentRouting.findProviders(cidOf(multihash), limit()), describe),
  put: async ({ key, value }) => { await node.contentRouting.put(decode(key), decode(value), limit()) },
  get: async ({ key }) => encode(await node.contentRouting.get(decode(key), limit())),
  findPeer: async ({ peer }) => describe(await node.peerRouting.findPeer(peerIdFromString(peer), limit())),
  routingTable: async () => node.services.dht.routingTable.size,
  subscribe: async ({ topic }) => { node.services.pubsub.subscribe(topic) },
  unsubscribe: async ({ topic }) => { node.services.pubsub.unsubscribe(topic) },
  subscribers: async ({ topic }) => node.services.pubsub.getSubscribers(topic).map(String),
  mesh: async ({ topic }) => node.services.pubsub.getMeshPeers(topic),
  publish: async ({ topic, data }) =>
    (await node.services.pubsub.publish(topic, decode(data))).recipients.map(String),
  stop: async () => { await node?.stop() }
}

async function run (line) {
  const { id, command, ...options } = JSON.parse(line)
  try {
    if (!Object.hasOwn(commands, command)) {
      throw new TypeError(`unknown command ${command}`)
    }

    write({ id, result: (await commands[command](options)) ?? null })
  } catch (error) {
    write({ id, error: { name: error.name, message: error.message } })
  }
}

createInterface({ input: process.stdin }).on('line', run).on('close', () => process.exit(0))
