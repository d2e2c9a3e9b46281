// Two stock nodes over TCP, the second in a process of its own: node gossip-throughput.mjs SIZE COUNT prints how many signed
// messages a second go from one to the other, from the first publish to the last arrival.
import './polyfill.mjs'
import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { gossipsub } from '@libp2p/gossipsub'
import { identify } from '@libp2p/identify'
import { noise } from '@libp2p/noise'
import { tcp } from '@libp2p/tcp'
import { yamux } from '@libp2p/yamux'
import { multiaddr } from '@multiformats/multiaddr'
import { createLibp2p } from 'libp2p'

const TOPIC = 'throughput'
// As many publishes under way as our own node has publishers.
const PARALLEL = 2

const start = (listen) => createLibp2p({
  addresses: { listen },
  transports: [tcp()],
  connectionEncrypters: [noise()],
  streamMuxers: [yamux()],
  services: { identify: identify(), pubsub: gossipsub() }
})

async function receive () {
  const node = await start(['/ip4/127.0.0.1/tcp/0'])
  let received = 0
  node.services.pubsub.addEventListener('message', () => { received++ })
  node.services.pubsub.subscribe(TOPIC)
  process.on('message', () => process.send({ received }))
  process.on('disconnect', () => process.exit(0))
  process.send({ address: node.getMultiaddrs()[0].toString() })
}

async function publish (size, count) {
  const child = fork(fileURLToPath(import.meta.url), ['receive'])
  const next = () => new Promise((resolve) => child.once('message', resolve))
  const { address } = await next()
  const node = await start([])
  await node.dial(multiaddr(address))
  while (node.services.pubsub.getSubscribers(TOPIC).length === 0) {
    await new Promise((resolve) => setTimeout(resolve, 10))
  }

  const started = performance.now()
  let left = count
  await Promise.all(Array.from({ length: PARALLEL }, async () => {
    while (left-- > 0) {
      await node.services.pubsub.publish(TOPIC, crypto.getRandomValues(new Uint8Array(size)))
    }
  }))
  let received = 0
  let last = performance.now()
  while (received < count && performance.now() - last < 5000) {
    const answer = next()
    child.send({})
    const now = (await answer).received
    last = now > received ? performance.now() : last
    received = now
    await new Promise((resolve) => setTimeout(resolve, 1))
  }

  // What was lost counts as not sent.
  console.log(received / ((last - started) / 1000))
  child.disconnect()
  process.exit(0)
}

if (process.argv[2] === 'receive') {
  await receive()
} else {
  await publish(Number(process.argv[2]), Number(process.argv[3]))
}
